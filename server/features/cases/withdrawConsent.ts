import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import type { WithdrawConsentRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { goesOnAfter, type SharingBasis } from '#shared/domain/sharingBasis.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
import type { CasePorts } from './casePorts.ts'
import type { CaseStore } from './caseStore.ts'
import { allOfPerson } from './duplicateCase.ts'

type Withdrawn = Pick<WithdrawConsentRequest, 'organisationId' | 'extent'>

/** The consents that are meant, over or not; none where no consent names the organisation. */
function consentsMeant(bases: readonly SharingBasis[], { organisationId, extent }: Withdrawn): readonly SharingBasis[] {
  const consents = bases.filter(({ kind }) => kind === 'consent')
  const naming = consents.filter(({ recipientIds }) => recipientIds.includes(organisationId))
  return extent === 'all' && naming.length > 0 ? consents : naming
}

interface Found {
  /** The one whose number was said, and those of which a consent is meant. */
  readonly caseIds: readonly CaseId[]
  readonly consents: readonly SharingBasis[]
}

/** Throws: as `withdrawConsent`. */
async function find(cases: CaseStore, { caseNumber, ...meant }: Withdrawn & { caseNumber: string }): Promise<Found> {
  const number = readCaseNumber(caseNumber)
  if (number === null) throw new AppError('invalidInput', { fields: ['caseNumber'] })
  const theCase = await cases.findByNumber(number)
  // Who was registered twice has one number on their sheet and takes back what they agreed to, under whichever it was recorded.
  const theirs = theCase === null ? [] : (await allOfPerson(cases, theCase)).map(({ id }) => id)
  const consents = consentsMeant(await cases.listBasesOf(theirs), meant)
  if (theCase === null || consents.length === 0) throw new AppError('forbidden', { because: 'noSuchConsent' })
  return { caseIds: [...new Set([theCase.id, ...consents.map(({ caseId }) => caseId)])], consents }
}

/**
 * Records that a person has withdrawn their consent, whoever of the coordinators or the 事務局 hears it: what rested on it alone ends at once.
 * The answer says nothing of the case. Saying it again changes nothing.
 *
 * Throws: `invalidInput` for what is no number of a case; `forbidden`, the same without such a case and where no consent of it names the
 * organisation.
 */
export const withdrawConsent =
  (ports: CasePorts) =>
  async (actor: Actor, { received, ...meant }: WithdrawConsentRequest): Promise<void> => {
    await ports.endings.endingRights(async () => {
      const who = await actorNow(ports.directory, ports.clock, actor)
      authorise('consent.withdraw', who, null, ports.clock.now())
      const { caseIds, consents } = await find(ports.cases, meant)

      const today = dayInJapan(ports.clock.now())
      const ending = consents.filter((basis) => goesOnAfter(basis, today))
      for (const basis of ending) await ports.cases.saveBasis({ ...basis, endedOn: today })
      const objectIds = [...caseIds, ...ending.map(({ id }) => id)]
      await ports.audit.append({ kind: 'consentWithdrawn', by: actor.memberId, objectIds, because: received })
    })
    await ports.ended.keepAll()
  }
