import type { Account, AccountStore } from '#server/access/accounts.mongo.ts'
import type { AuditRecordView, AuditThing } from '#shared/api/audit.ts'
import { type BasisId, type CaseId, type ConferenceId, type DocumentId, isId, type MemberId } from '#shared/core/ids.ts'
import type { Conference } from '#shared/domain/conference.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'

/** Where what a record names is found. */
export interface NamedIn {
  readonly directory: {
    listMembers(): Promise<readonly Member[]>
    listOrganisations(): Promise<readonly Organisation[]>
  }
  readonly accounts: Pick<AccountStore, 'findByMember' | 'findSome'>
  readonly cases: {
    find(id: CaseId): Promise<SupportCase | null>
    findByNumber(number: string): Promise<SupportCase | null>
    findBasis(id: BasisId): Promise<SharingBasis | null>
    listBases(id: CaseId): Promise<readonly SharingBasis[]>
  }
  readonly conferences: {
    find(id: ConferenceId): Promise<Conference | null>
    findByDocument(id: DocumentId): Promise<Conference | null>
    listOf(id: CaseId): Promise<readonly Conference[]>
  }
  /** Of what was disposed of its number is left, and when its conferences were. */
  readonly erased: {
    find(id: CaseId): Promise<ErasedCase | null>
    findByNumber(number: string): Promise<ErasedCase | null>
    findByPart(id: ConferenceId | DocumentId): Promise<ErasedCase | null>
  }
}

/** Whatever is an id in a record, what changed included. */
const ID = /[a-z]{3}_[0-9a-z]{26}/g
const idsOf = ({ by, objectIds, changes }: AuditRecordView): readonly string[] => [
  ...(by === null ? [] : [by]),
  ...objectIds,
  ...changes.flatMap(({ from, to }) => `${from} ${to}`.match(ID) ?? []),
]

async function people({ directory, accounts }: NamedIn, ids: ReadonlySet<string>) {
  const organisations = await directory.listOrganisations()
  const nameOf = new Map(organisations.map(({ id, name }) => [id, name]))
  const members = new Map<MemberId, AuditThing>(
    (await directory.listMembers()).map(({ id, name, organisationId }) => [
      id,
      { kind: 'member', name, organisationName: nameOf.get(organisationId) ?? '' },
    ]),
  )
  const owners = await accounts.findSome([...ids].filter((id) => isId('account', id)))
  return new Map<string, AuditThing | undefined>([
    ...organisations.map(({ id, name }) => [id, { kind: 'organisation', name }] as const),
    ...members,
    ...owners.map(({ id, memberId }: Account) => [id, members.get(memberId)] as const),
  ])
}

async function erasedMeeting({ erased }: NamedIn, id: ConferenceId | DocumentId): Promise<AuditThing | undefined> {
  const record = await erased.findByPart(id)
  const held = record?.conferences.find((one) => one.id === id || one.documentId === id)
  if (record === null || held === undefined) return undefined
  return { kind: held.id === id ? 'conference' : 'note', number: record.number, startsAt: held.startsAt }
}

async function meeting(ports: NamedIn, id: ConferenceId | DocumentId): Promise<AuditThing | undefined> {
  const isNote = isId('document', id)
  const held = isNote ? await ports.conferences.findByDocument(id) : await ports.conferences.find(id)
  const theCase = held === null ? null : await ports.cases.find(held.caseId)
  if (held === null || theCase === null) return erasedMeeting(ports, id)
  return { kind: isNote ? 'note' : 'conference', number: theCase.number, startsAt: held.startsAt }
}

async function basis({ cases }: NamedIn, id: BasisId): Promise<AuditThing | undefined> {
  const found = await cases.findBasis(id)
  return found === null ? undefined : { kind: 'basis', basisKind: found.kind, from: found.from }
}

async function thing(ports: NamedIn, id: string): Promise<AuditThing | undefined> {
  if (isId('basis', id)) return basis(ports, id)
  if (isId('conference', id) || isId('document', id)) return meeting(ports, id)
  const theCase = isId('case', id) ? ((await ports.cases.find(id)) ?? (await ports.erased.find(id))) : null
  return theCase === null ? undefined : { kind: 'case', number: theCase.number }
}

/** What the ids in some records stand for. What is gone, or is no more than a connection, has no entry. */
export async function thingsIn(
  ports: NamedIn,
  records: readonly AuditRecordView[],
): Promise<{ readonly [id: string]: AuditThing }> {
  const ids = new Set(records.flatMap(idsOf))
  const known = await people(ports, ids)
  const things: { [id: string]: AuditThing } = {}
  for (const id of ids) {
    const found = known.get(id) ?? (await thing(ports, id))
    if (found !== undefined) things[id] = found
  }
  return things
}
