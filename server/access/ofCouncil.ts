import { AppError } from '#shared/core/appError.ts'
import type { OrganisationId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { hasClosedBy, isCouncilMemberOn, type Organisation } from '#shared/domain/organisation.ts'

interface Bodies {
  findOrganisation(id: OrganisationId): Promise<Organisation | null>
}

const GONE = { because: 'organisationGone' } as const

/** Throws: `notFound` with `noSuchOrganisation`; `conflict` with `organisationGone` for one that is not of the council on that day. */
export async function assertOfCouncil(bodies: Bodies, id: OrganisationId, day: PlainDate): Promise<void> {
  const organisation = await bodies.findOrganisation(id)
  if (organisation === null) throw new AppError('notFound', { because: 'noSuchOrganisation' })
  if (!isCouncilMemberOn(organisation, day)) throw new AppError('conflict', GONE)
}

/** Throws: `notFound` without such an organisation; `conflict` with `organisationGone` for one that has closed, of the council or not. */
export async function assertNotClosed(bodies: Bodies, id: OrganisationId, day: PlainDate): Promise<void> {
  const organisation = await bodies.findOrganisation(id)
  if (organisation === null) throw new AppError('notFound')
  if (hasClosedBy(organisation, day)) throw new AppError('conflict', GONE)
}
