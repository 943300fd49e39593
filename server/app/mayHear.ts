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
import type { ErasedCase } from '#shared/domain/retention.ts'
import { type HintId, OF_COUNCIL } from '#shared/protocol/hints.ts'

export interface MayHearPorts extends Pick<DocumentAccessPorts, 'findSeat' | 'clock'> {
  readonly access: DocumentAccess
  readonly cases: CaseStore
  readonly conferences: ConferenceStore
  readonly erased: Pick<ErasedCases, 'find' | 'findByPart'>
}

/** True when a member may know that something has changed: exactly when they may read it. */
export const mayHear =
  ({ findSeat, clock, access, cases, conferences, erased }: MayHearPorts) =>
  async (memberId: MemberId, id: HintId): Promise<boolean> => {
    if (isId('document', id)) return (await access.judge(memberId, id)).right !== 'none'
    const seat = await findSeat(memberId)
    if (seat === null) return false
    if (id === OF_COUNCIL) return decide('council.read', seat.subject, null, clock.now()).allowed
    const kept = { cases, conferences, erased }
    const reads = isId('case', id) ? readsCase(kept, id) : readsConference(kept, id)
    return reads(seat.subject, clock.now())
  }

type Reads = (subject: Subject, now: Instant) => Promise<boolean>

type Kept = Pick<MayHearPorts, 'cases' | 'conferences' | 'erased'>

/** Whoever could have seen an erased case hears that it is gone: their page shows that it was disposed of. */
const couldRead = (gone: ErasedCase | null, subject: Subject, now: Instant): boolean =>
  gone !== null && decide('case.readErased', subject, factsOfErased(gone), now).allowed

const readsCase =
  ({ cases, erased }: Kept, id: CaseId): Reads =>
  async (subject, now) => {
    const known = await loadCase(cases, id)
    if (known === null) return couldRead(await erased.find(id), subject, now)
    return decide('case.read', subject, known.facts, now).allowed
  }

const readsConference =
  ({ cases, conferences, erased }: Kept, id: ConferenceId): Reads =>
  async (subject, now) => {
    const conference = await conferences.find(id)
    const known = conference === null ? null : await loadCase(cases, conference.caseId)
    if (conference === null || known === null) return couldRead(await erased.findByPart(id), subject, now)
    return decide('conference.read', subject, knownConference(conference, known).facts, now).allowed
  }
