import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertOfCouncil } from '#server/access/ofCouncil.ts'
import type { OpenCaseRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { dayInJapan, fiscalYearOf } from '#shared/core/time.ts'
import { INFORMATION_CATEGORIES } from '#shared/domain/informationCategory.ts'
import { caseNumber, type SupportCase } from '#shared/domain/supportCase.ts'
import type { CasePorts } from './casePorts.ts'

/**
 * Opens a case in three fields. The lead organisation is on the team from the start; nobody else sees it until a basis is recorded.
 * A case that is there under `id` was opened by the same request before.
 *
 * Throws: `forbidden` for an organisation that is not the opener's own, unless a coordinator opens it; `notFound` without such an organisation;
 * `conflict` for one that is of the council no more.
 */
export const openCase =
  (ports: CasePorts) =>
  async (actor: Actor, input: OpenCaseRequest, id: CaseId): Promise<SupportCase> => {
    authorise('case.open', actor, null, ports.clock.now())
    if (input.leadOrganisationId !== actor.organisationId && actor.role !== 'coordinator') {
      throw new AppError('forbidden', { because: 'notOwnOrganisation' })
    }
    return addWithNextNumber(ports, actor, { id, input })
  }

interface NewCase {
  readonly id: CaseId
  readonly input: OpenCaseRequest
}

function addWithNextNumber(ports: CasePorts, actor: Actor, { id, input }: NewCase): Promise<SupportCase> {
  const openedOn = dayInJapan(ports.clock.now())
  const lead = { memberId: null, categories: INFORMATION_CATEGORIES, from: openedOn, until: null }
  const team = [{ ...lead, organisationId: input.leadOrganisationId }]
  const isOwn = input.leadOrganisationId === actor.organisationId
  // Who opens a case for another organisation coordinates it in person.
  if (!isOwn) team.push({ ...lead, organisationId: actor.organisationId })

  // As an ending, which only one at a time can be: its organisation may be closing at this moment, and no two take the same number.
  return ports.endings.endingRights(async () => {
    const opened = await ports.cases.find(id)
    authorise('case.open', await actorNow(ports.directory, ports.clock, actor), null, ports.clock.now())
    if (opened !== null) return opened
    await assertOfCouncil(ports.directory, input.leadOrganisationId, openedOn)
    const running = (await ports.cases.lastRunning(fiscalYearOf(openedOn))) + 1
    const number = caseNumber(openedOn, running)
    const theCase: SupportCase = { id, number, ...input, areaCode: null, state: 'intake', openedOn, team }
    await ports.cases.add(theCase)
    await ports.audit.append({ kind: 'caseOpened', by: actor.memberId, objectIds: [id] })
    return theCase
  })
}
