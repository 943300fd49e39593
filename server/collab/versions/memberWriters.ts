import type { WriterView } from '#shared/api/versions.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'

/** How a member is called, with the organisation they acted for at a moment; null when there is no such member any more. */
export type WordsOf = (memberId: MemberId) => Promise<((at: Instant) => Omit<WriterView, 'memberId'>) | null>

const NOBODY = () => ({ name: '', organisationName: '' })

/** Members as others knew them when they did something, each asked for once. One who is gone from the roster keeps their id and has no name. */
export async function writersOf(
  wordsOf: WordsOf,
  memberIds: Iterable<MemberId | null>,
): Promise<(memberId: MemberId | null, at: Instant) => WriterView | null> {
  const wordsAt = new Map<MemberId, (at: Instant) => Omit<WriterView, 'memberId'>>()
  for (const memberId of new Set(memberIds))
    if (memberId !== null) wordsAt.set(memberId, (await wordsOf(memberId)) ?? NOBODY)
  return (memberId, at) => {
    const words = memberId === null ? undefined : wordsAt.get(memberId)
    return memberId === null || words === undefined ? null : { memberId, ...words(at) }
  }
}
