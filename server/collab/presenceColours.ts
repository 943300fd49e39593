import { createHash } from 'node:crypto'
import type { MemberId } from '#shared/core/ids.ts'

/** Each has a contrast of at least 4.5 : 1 with white text. */
const COLOURS = ['#0017c1', '#00604b', '#8b1a1a', '#6a1b9a', '#8a4b00', '#005f73', '#9c1f63', '#3f5f00'] as const

/** A member's colour, the same in every document and after every start. */
export function colourOf(memberId: MemberId): string {
  const [byte = 0] = createHash('sha256').update(memberId).digest()
  return COLOURS[byte % COLOURS.length] ?? COLOURS[0]
}
