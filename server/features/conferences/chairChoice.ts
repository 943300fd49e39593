import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { Conference } from '#shared/domain/conference.ts'
import { type ChosenByChair, chairOn } from '#shared/domain/supportMeeting.ts'
import type { ConferencePorts } from './conferencePorts.ts'

/**
 * That its chair chose these people, and when: of a 支援会議 alone, where it is for its 会長 to choose. Throws: `invalidInput` without a day up to
 * today; `conflict` with `noChair` when nobody held the chair on it.
 *
 * Source: the 要綱 of municipalities under 社会福祉法106条の6 and 生活困窮者自立支援法9条.
 */
export async function chairChoice(
  { people, clock }: Pick<ConferencePorts, 'people' | 'clock'>,
  { meetingKind }: Pick<Conference, 'meetingKind'>,
  { on, memberIds }: { readonly on: PlainDate | undefined; readonly memberIds: readonly MemberId[] },
): Promise<readonly ChosenByChair[]> {
  if (meetingKind !== 'statutorySupport') return []
  if (on === undefined || on > dayInJapan(clock.now())) throw new AppError('invalidInput', { fields: ['chosenOn'] })
  const chairId = chairOn(await people.listMembers(), on)
  if (chairId === null) throw new AppError('conflict', { because: 'noChair' })
  return [{ chairId, on, memberIds }]
}
