import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import type { NamedOrganisation, NamedPerson } from './directory.ts'

interface Named {
  readonly organisations: readonly NamedOrganisation[]
  readonly people: readonly NamedPerson[]
}

interface ListBody<Item> {
  readonly items: readonly Item[]
}

/** Whom a document may name. Suggestions only: without an answer every name can still be typed. */
export function useNamed(): Named {
  const { http } = usePorts()
  const organisations = useQuery({
    queryKey: ['organisations'],
    queryFn: async ({ signal }) => (await http.get<ListBody<OrganisationView>>('/api/organisations', signal)).items,
  })
  const members = useQuery({
    queryKey: ['members'],
    queryFn: async ({ signal }) => (await http.get<ListBody<MemberView>>('/api/members', signal)).items,
  })
  return {
    organisations: organisations.data ?? [],
    people: (members.data ?? []).map(({ id, name, organisationName }) => ({ memberId: id, name, organisationName })),
  }
}
