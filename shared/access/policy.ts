import { addDays, dayInJapan, type Instant, type PlainDate, startOfDay } from '#shared/core/time.ts'
import { type ConferenceState, isOver } from '#shared/domain/conferenceKind.ts'
import { CATEGORY_OF_NEED, type InformationCategory } from '#shared/domain/informationCategory.ts'
import { CASE_ROLES, coversDay, type Office, type Role } from '#shared/domain/member.ts'
import { basisStateOn, lastDayOf, letsHold } from '#shared/domain/sharingBasis.ts'
import { goesOn, type TeamPlace } from '#shared/domain/supportCase.ts'
import { type Answer, always, type Denial, denied, earlier, endsOf, holdsUntil, longest } from './answers.ts'
import type { CaseFacts, ConferenceFacts, NeedFacts, Subject } from './facts.ts'

/** What each action is about: the facts its rule may look at. */
interface FactsOf {
  readonly 'council.read': null
  readonly 'council.administer': null
  readonly 'organisation.keep': null
  readonly 'audit.read': null
  readonly 'case.open': null
  readonly 'case.read': CaseFacts
  readonly 'case.readTeam': CaseFacts
  readonly 'case.seeNeed': NeedFacts
  readonly 'case.change': CaseFacts
  readonly 'case.recordBasis': CaseFacts
  readonly 'case.changeTeam': CaseFacts
  readonly 'case.takeAway': CaseFacts
  readonly 'case.readTrail': CaseFacts
  readonly 'case.readErased': CaseFacts
  readonly 'consent.withdraw': null
  readonly 'conference.call': CaseFacts
  readonly 'conference.read': ConferenceFacts
  readonly 'conference.change': ConferenceFacts
  readonly 'conference.open': ConferenceFacts
  readonly 'conference.end': ConferenceFacts
  readonly 'conference.callOff': ConferenceFacts
  readonly 'conference.putBack': ConferenceFacts
  readonly 'conference.recordAttendance': ConferenceFacts
  readonly 'conference.reply': ConferenceFacts
  readonly 'conferenceNote.edit': ConferenceFacts
  readonly 'conferenceNote.read': ConferenceFacts
  readonly 'conferenceNote.readNames': ConferenceFacts
  readonly 'conferenceNote.readVersions': ConferenceFacts
  readonly 'conferenceNote.askTrailDestruction': ConferenceFacts
  readonly 'conferenceNote.confirmTrailDestruction': ConferenceFacts
  readonly 'councilDocument.edit': null
  readonly 'councilDocument.read': null
  readonly 'councilDocument.readNames': null
  readonly 'councilDocument.readVersions': null
  readonly 'councilDocument.askTrailDestruction': null
  readonly 'councilDocument.confirmTrailDestruction': null
  readonly 'retention.keep': null
  readonly 'disposal.list': null
  readonly 'disposal.hold': null
  readonly 'disposal.ask': null
  readonly 'disposal.approve': null
}
export type Action = keyof FactsOf
export type ActionFacts<A extends Action> = FactsOf[A]

/** `validUntil`: the moment at which the facts themselves end the right; null when none of them has an end. */
export type Verdict =
  | { readonly allowed: true; readonly validUntil: Instant | null }
  | { readonly allowed: false; readonly because: Denial }

/** A small question about the subject and the facts, and how the printed table says it. */
interface Check<Facts> {
  readonly says: string
  judge(subject: Subject, facts: Facts, day: PlainDate): Answer
}

const activeMember: Check<unknown> = {
  says: '任期中の構成員',
  judge: (subject, _facts, day) =>
    subject.organisationIsMember && coversDay(subject, day) ? holdsUntil(subject.until) : denied('notActive'),
}

const hasRole = (...roles: readonly Role[]): Check<unknown> => ({
  says: `役割：${roles.join('・')}`,
  judge: (subject) => (roles.includes(subject.role) ? always : denied('wrongRole')),
})

const hasRoleOrOffice = (roles: readonly Role[], offices: readonly Office[]): Check<unknown> => ({
  says: `${roles.length === 0 ? '' : `役割：${roles.join('・')}、または`}役職：${offices.join('・')}`,
  judge: (subject, _facts, day) => {
    if (roles.includes(subject.role)) return always
    const held = subject.offices.filter(({ office, ...term }) => offices.includes(office) && coversDay(term, day))
    return longest(endsOf(held), 'wrongRole')
  },
})

/** Roles for which a place of their organisation is enough; everybody else needs a place of their own. */
const ORGANISATION_PLACE_ROLES: readonly Role[] = ['coordinator', 'staff']

const placesOf = (subject: Subject, facts: CaseFacts, day: PlainDate): readonly TeamPlace[] =>
  facts.team.filter(
    (place) =>
      coversDay(place, day) &&
      // A place of one's own was given for an organisation: whoever has moved to another takes none along.
      place.organisationId === subject.organisationId &&
      (place.memberId === null ? ORGANISATION_PLACE_ROLES.includes(subject.role) : place.memberId === subject.memberId),
  )

const onTeam: Check<CaseFacts> = {
  says: '支援チームにいる',
  judge: (subject, facts, day) => longest(endsOf(placesOf(subject, facts, day)), 'notOnTeam'),
}

function byPlaceFor(category: InformationCategory, subject: Subject, facts: CaseFacts, day: PlainDate): Answer {
  const places = placesOf(subject, facts, day).filter((place) => place.categories.includes(category))
  return longest(endsOf(places), 'noCategory')
}

/** The organisation that opened the case holds what it wrote itself; everyone else holds a category on a basis only. */
const holdsCategory = (category: InformationCategory): Check<CaseFacts> => ({
  says: `情報の項目「${category}」を根拠に基づいて扱える`,
  judge: (subject, facts, day) => {
    const byPlace = byPlaceFor(category, subject, facts, day)
    if (facts.leadOrganisationId === subject.organisationId) return byPlace
    const bases = facts.bases.filter((basis) => letsHold(basis, subject.organisationId, category, day))
    return earlier(byPlace, longest(bases.map(lastDayOf), 'noBasis'))
  },
})

const holdsBasicFacts = holdsCategory('basic')

/** The frame of a case names nobody; without it a coordinator could not record the basis that everything else waits for. */
const keepsFrame: Check<CaseFacts> = {
  says: `${holdsBasicFacts.says}（コーディネーターは根拠が整う前も）`,
  judge: (subject, facts, day) =>
    subject.role === 'coordinator' ? always : holdsBasicFacts.judge(subject, facts, day),
}

/** That somebody is ill, addicted or has a case at law is known to whoever holds that category, and not by the basic facts. */
const holdsNeed: Check<NeedFacts> = {
  says: '支援ニーズの分野ごとの情報の項目を根拠に基づいて扱える（コーディネーターは根拠が一つもない間、チームの項目で）',
  judge: (subject, facts, day) => {
    const category = CATEGORY_OF_NEED[facts.need]
    const isBegun = facts.bases.some((basis) => basisStateOn(basis, day) === 'current')
    if (subject.role === 'coordinator' && !isBegun) return byPlaceFor(category, subject, facts, day)
    return holdsCategory(category).judge(subject, facts, day)
  },
}

const caseGoesOn: Check<CaseFacts> = {
  says: 'ケースが終わっていない',
  judge: (_subject, facts) => (goesOn(facts) ? always : denied('caseClosed')),
}

const conferenceIs = (...states: readonly ConferenceState[]): Check<ConferenceFacts> => ({
  says: `会議の状態：${states.join('・')}`,
  judge: (_subject, facts) => (states.includes(facts.conferenceState) ? always : denied('wrongState')),
})

const isOverByNow = conferenceIs('ended', 'calledOff')
const takesPlace = conferenceIs('planned', 'open', 'ended')

/** After the end only the coordinator finishes the wording. */
const stillWriting: Check<ConferenceFacts> = {
  says: '会議が終わるまで（コーディネーターは終了後も）',
  judge: (subject, facts) =>
    !isOver(facts.conferenceState) || subject.role === 'coordinator' ? always : denied('wrongState'),
}

const invited = (says: string, ...rolesThatNeedNot: readonly Role[]): Check<ConferenceFacts> => ({
  says,
  judge: ({ role, memberId }, facts) =>
    rolesThatNeedNot.includes(role) || facts.inviteeIds.includes(memberId) ? always : denied('notInvited'),
})
const wasInvited = invited('招集されている')
const observersWereInvited = invited(
  'オブザーバーとアドバイザーは招集された会議だけ',
  'coordinator',
  'staff',
  'volunteer',
)

const observersWereThere: Check<ConferenceFacts> = {
  says: '欠席したオブザーバーを除く',
  judge: (subject, facts) =>
    subject.role === 'observer' && facts.absentIds.includes(subject.memberId) ? denied('wasAbsent') : always,
}

/** Observers learn no name from a note; an adviser does where the person whose case it is has said so of their organisation. */
const seesNames: Check<CaseFacts> = {
  says: 'アドバイザーは本人同意に所属機関の名があるときだけ、オブザーバーは氏名を伏せたもの',
  judge: (subject, facts, day) => {
    if (ORGANISATION_PLACE_ROLES.includes(subject.role)) return always
    if (subject.role !== 'adviser') return denied('wrongRole')
    const consents = facts.bases.filter(
      (basis) =>
        basis.kind === 'consent' &&
        basis.recipientIds.includes(subject.organisationId) &&
        letsHold(basis, subject.organisationId, 'basic', day),
    )
    return longest(consents.map(lastDayOf), 'noBasis')
  },
}

/** The other roles see no case, whatever place somebody gives them. */
const knownFrame = [activeMember, hasRole(...CASE_ROLES), onTeam, keepsFrame]
/** Observers read of the conferences they were at. What is kept of the case, its needs and area, is not told there. */
const caseFrame = [...knownFrame, hasRole('coordinator', 'adviser', 'staff', 'volunteer')]
const repliers = [...knownFrame, hasRole('adviser', 'volunteer', 'observer')]
const coordinatedFrame = [activeMember, hasRole('coordinator'), onTeam, caseGoesOn]
const ownCase = [activeMember, hasRole('coordinator', 'staff'), onTeam, holdsBasicFacts, caseGoesOn]
const coordinatedCase = [activeMember, hasRole('coordinator'), onTeam, holdsBasicFacts, caseGoesOn]

const coordinatorOfTeam = [activeMember, hasRole('coordinator'), onTeam]

/** A trail is destroyed when the case is long closed, too. */
const disposalTeam = [activeMember, onTeam, holdsBasicFacts]

const readers = hasRole('coordinator', 'staff', 'adviser', 'observer')
const readableNote = [activeMember, readers, onTeam, holdsBasicFacts, observersWereInvited, observersWereThere]

const keepsFiles = [activeMember, hasRoleOrOffice([], ['secretariat'])]
const answersForFiles = [activeMember, hasRoleOrOffice([], ['chair', 'secretariat'])]

/** Who may do what. A missing row, or a check that needs facts its action does not have, does not compile. */
const RULES: { readonly [A in Action]: readonly Check<FactsOf[A]>[] } = {
  'council.read': [activeMember],
  'council.administer': [activeMember, hasRole('administrator')],
  'organisation.keep': [activeMember, hasRoleOrOffice(['administrator'], ['secretariat'])],
  'audit.read': [activeMember, hasRole('auditor')],
  'case.open': [activeMember, hasRole('coordinator', 'staff')],
  'case.read': caseFrame,
  'case.readTeam': [...caseFrame, hasRole('coordinator', 'staff')],
  'case.seeNeed': [...caseFrame, holdsNeed],
  'case.change': [activeMember, hasRole('coordinator', 'staff'), onTeam, keepsFrame],
  'case.recordBasis': coordinatedFrame,
  'case.changeTeam': coordinatedFrame,
  // A consent is withdrawn, and a place taken away, when the case is long closed, too.
  'case.takeAway': coordinatorOfTeam,
  // Whoever the case is about may ask who saw it when it is long closed and nothing is shared any more, too.
  'case.readTrail': coordinatorOfTeam,
  // That a case was disposed of, and when: to those who could see it until then.
  'case.readErased': [activeMember, hasRole(...CASE_ROLES), onTeam],
  // Whoever withdraws a consent is heard at once: of their own case there may be no coordinator in office, nor in the whole council.
  'consent.withdraw': [activeMember, hasRoleOrOffice(['coordinator'], ['secretariat'])],
  'conference.call': coordinatedCase,
  'conference.read': [...knownFrame, observersWereInvited],
  // A wrong day is often found on the printed sheet only, when all is over.
  'conference.change': [...coordinatedCase, takesPlace],
  'conference.open': [...coordinatedCase, conferenceIs('planned')],
  // What is open is ended when the case is over, too: it takes nothing any more, and its trail waits for the end.
  // Neither tells anything, and both wait when the consent is withdrawn: it takes no basis.
  'conference.end': [...coordinatorOfTeam, conferenceIs('open')],
  // What nobody can open in a case that is over would stand among those to come for ever.
  'conference.callOff': [...coordinatorOfTeam, conferenceIs('planned')],
  'conference.putBack': [...coordinatorOfTeam, holdsBasicFacts, conferenceIs('calledOff')],
  // Who was forgotten is found on the printed sheet, too: whoever finishes its wording names them there.
  'conference.recordAttendance': [...ownCase, takesPlace, stillWriting],
  'conference.reply': [...repliers, wasInvited, caseGoesOn, conferenceIs('planned')],
  'conferenceNote.edit': [...ownCase, takesPlace, stillWriting],
  'conferenceNote.read': readableNote,
  // Without it a note is read with the names of persons hidden where the body keeps them apart from its text.
  'conferenceNote.readNames': [...readableNote, seesNames],
  // Versions hold what was deleted: whoever only reads gets none of it.
  'conferenceNote.readVersions': [...ownCase, stillWriting],
  'conferenceNote.askTrailDestruction': [...disposalTeam, hasRole('coordinator'), isOverByNow],
  'conferenceNote.confirmTrailDestruction': [...disposalTeam, hasRole('coordinator', 'staff'), isOverByNow],
  'councilDocument.edit': [activeMember, hasRoleOrOffice(['coordinator'], ['secretariat'])],
  'councilDocument.read': [activeMember],
  'councilDocument.readNames': [activeMember],
  'councilDocument.readVersions': [activeMember, hasRoleOrOffice(['coordinator'], ['secretariat'])],
  'councilDocument.askTrailDestruction': [activeMember, hasRoleOrOffice(['coordinator'], ['secretariat'])],
  'councilDocument.confirmTrailDestruction': [activeMember, hasRoleOrOffice(['coordinator'], ['chair', 'secretariat'])],
  // 事務局 keeps the council's files, by number and day; it sees no case by that.
  'retention.keep': keepsFiles,
  'disposal.list': answersForFiles,
  'disposal.hold': answersForFiles,
  'disposal.ask': keepsFiles,
  'disposal.approve': answersForFiles,
}

/**
 * Decides whether a subject may do something, at a moment. The one place where that is decided.
 *
 * Window: facts that end by themselves end the right at the first moment of the day after their last.
 * Cost: a few comparisons per basis and place; pure.
 */
export function decide<A extends Action>(action: A, subject: Subject, facts: FactsOf[A], now: Instant): Verdict {
  const day = dayInJapan(now)
  let until: PlainDate | null = null
  for (const check of RULES[action]) {
    const answer = check.judge(subject, facts, day)
    if (!answer.holds) return { allowed: false, because: answer.because }
    if (answer.until !== null && (until === null || answer.until < until)) until = answer.until
  }
  return { allowed: true, validUntil: until === null ? null : startOfDay(addDays(until, 1)) }
}

/** The table as rows of words, for the printed page. */
export const printableRules = (): readonly { readonly action: Action; readonly checks: readonly string[] }[] =>
  (Object.keys(RULES) as Action[]).map((action) => ({ action, checks: RULES[action].map((check) => check.says) }))
