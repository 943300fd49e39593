import { type Actor, authorise, verdictFor } from '#server/access/actor.ts'
import type { ListingLog } from '#server/access/readingLog.ts'
import type { CaseDetail, CaseSummary } from '#shared/api/cases.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { type CasePorts, loadCase, loadCasesOf } from './casePorts.ts'
import { caseDetail, caseSummary, type Names, namesOf, shownTo } from './caseViews.ts'
import { duplicatesSeen } from './duplicateCase.ts'

export const loadNames = async ({ directory }: CasePorts): Promise<Names> =>
  namesOf(await directory.listOrganisations(), await directory.listMembers())

/** The cases the member may read, and not so much as a count of the others; what is shown of them is recorded. */
export const listCases =
  (ports: CasePorts, listings: Pick<ListingLog, 'record'>) =>
  async (actor: Actor): Promise<readonly CaseSummary[]> => {
    const now = ports.clock.now()
    const known = await loadCasesOf(ports.cases, actor.organisationId)
    const names = await loadNames(ports)
    actor.decided.add('case.read')
    const listed = known
      .filter(({ facts }) => verdictFor('case.read', actor, facts, now).allowed)
      .map((one) => caseSummary(one, names, shownTo(actor, one, now), dayInJapan(now)))
    await listings.record(actor.memberId, listed)
    return listed
  }

/** One case with its team, bases and conferences; every reading is recorded. Throws: `notFound`, also when it is not the member's. */
export const readCase =
  (ports: CasePorts) =>
  async (actor: Actor, id: CaseId): Promise<CaseDetail> => {
    const now = ports.clock.now()
    const loaded = await loadCase(ports.cases, id)
    if (loaded === null) throw await ports.whyGone(actor, id)
    authorise('case.read', actor, loaded.facts, now)

    await ports.audit.append({ kind: 'caseRead', by: actor.memberId, objectIds: [id] })
    const conferences = await ports.conferencesOf(loaded, actor)
    const duplicates = await duplicatesSeen(ports, actor, loaded.theCase)
    return caseDetail({ ...loaded, ...duplicates, conferences, names: await loadNames(ports) }, actor, now)
  }
