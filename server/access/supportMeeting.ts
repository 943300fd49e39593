import { AppError } from '#shared/core/appError.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import { isSupportMeetingLaw, meetingGap, type SupportMeeting } from '#shared/domain/supportMeeting.ts'

/** Where what the council has for its 支援会議 is read. */
export interface SupportMeetings {
  listSupportMeetings(): Promise<readonly SupportMeeting[]>
  listMembers(): Promise<readonly Member[]>
}

/** Throws: `conflict` with `noCharter` or `noChair` for a basis on a law whose 支援会議 the council does not hold, today or when it begins. */
export async function assertSupportMeeting(
  directory: SupportMeetings,
  { kind, from }: Pick<SharingBasis, 'kind' | 'from'>,
  today: PlainDate,
): Promise<void> {
  if (!isSupportMeetingLaw(kind)) return
  const facts = { meetings: await directory.listSupportMeetings(), members: await directory.listMembers() }
  const because = meetingGap(kind, facts, { today, from })
  if (because !== null) throw new AppError('conflict', { because })
}
