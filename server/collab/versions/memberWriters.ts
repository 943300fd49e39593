import type { WriterView } from '#shared/api/versions.ts'
import type { MemberId } from '#shared/core/ids.ts'

/** How a member is called; null when there is no such member any more. */
export type WordsOf = (memberId: MemberId) => Promise<Omit<WriterView, 'memberId'> | null>

/** Members as others know them, each asked for once. One who is gone from the roster keeps their id and has no name. */
export async function writersOf(
  wordsOf: WordsOf,
  memberIds: Iterable<MemberId | null>,
): Promise<(memberId: MemberId | null) => WriterView | null> {
  const views = new Map<MemberId, WriterView>()
  for (const memberId of new Set(memberIds)) {
    if (memberId === null) continue
    views.set(memberId, { memberId, ...((await wordsOf(memberId)) ?? { name: '', organisationName: '' }) })
  }
  return (memberId) => (memberId === null ? null : (views.get(memberId) ?? null))
}
