import type { Node as ProseMirrorNode } from '@tiptap/pm/model'

/** Where what differs begins and ends in the later document; null where nothing does. Cost: what stands beside it, not what stands in that. */
export function changedRange(before: ProseMirrorNode, after: ProseMirrorNode): { from: number; to: number } | null {
  const from = before.content.findDiffStart(after.content)
  const ends = before.content.findDiffEnd(after.content)
  if (from === null || ends === null) return null
  // Between equal characters the two searches may pass each other.
  return { from, to: ends.b + Math.max(0, from - Math.min(ends.a, ends.b)) }
}
