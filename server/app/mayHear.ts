import type { DocumentAccess, DocumentAccessPorts } from '#server/access/documentAccess.ts'
import { loadCase } from '#server/features/cases/casePorts.ts'
import type { CaseStore } from '#server/features/cases/caseStore.ts'
import { knownConference } from '#server/features/conferences/conferencePorts.ts'
import type { ConferenceStore } from '#server/features/conferences/conferenceStore.ts'
import type { ErasedCases } from '#server/features/disposal/disposalStore.ts'
import { factsOfErased, type Subject } from '#shared/access/facts.ts'
import { decide } from '#shared/access/policy.ts'
import { type CaseId, type ConferenceId, isId, type MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { HintId } from '#shared/protocol/hints.ts'

export interface MayHearPorts extends Pick<DocumentAccessPorts, 'findSeat' | 'clock'> {
  readonly access: DocumentAccess
  readonly cases: CaseStore
  readonly conferences: ConferenceStore
  readonly erased: Pick<ErasedCases, 'find'>
}

/** True when a member may know that something has changed: exactly when they may read it. */
export const mayHear =
  ({ findSeat, clock, access, cases, conferences, erased }: MayHearPorts) =>
  async (memberId: MemberId, id: HintId): Promise<boolean> => {
    if (isId('document', id)) return (await access.judge(memberId, id)).right !== 'none'
    const seat = await findSeat(memberId)
    if (seat === null) return false
    const reads = isId('case', id) ? readsCase({ cases, erased }, id) : readsConference({ cases, conferences }, id)
    return reads(seat.subject, clock.now())
  }

type Reads = (subject: Subject, now: Instant) => Promise<boolean>

const readsCase =
  ({ cases, erased }: Pick<MayHearPorts, 'cases' | 'erased'>, id: CaseId): Reads =>
  async (subject, now) => {
    const known = await loadCase(cases, id)
    if (known !== null) return decide('case.read', subject, known.facts, now).allowed
    const gone = await erased.find(id)
    return gone !== null && decide('case.readErased', subject, factsOfErased(gone), now).allowed
  }

const readsConference =
  ({ cases, conferences }: Pick<MayHearPorts, 'cases' | 'conferences'>, id: ConferenceId): Reads =>
  async (subject, now) => {
    const conference = await conferences.find(id)
    const known = conference === null ? null : await loadCase(cases, conference.caseId)
    if (conference === null || known === null) return false
    return decide('conference.read', subject, knownConference(conference, known).facts, now).allowed
  }
