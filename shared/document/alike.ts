import { alignSequences } from './alignSequences.ts'

/** How many characters both texts have, in the same order. */
const sharedCount = (one: string, other: string): number => alignSequences(one.split(''), other.split('')).length

/** True where at least half of the shorter text stands in the longer one too, as in two copies of one line that were each written on in. */
export const isAlike = (one: string, other: string): boolean =>
  sharedCount(one, other) * 2 >= Math.min(one.length, other.length)

/**
 * Of lines that stand under one id, as when two made an empty line something else at the same time, the one that says most
 * nearly what `text` says; the first of several that do so. Cost: nothing where there is only one.
 */
export function mostAlike<Line>(lines: readonly Line[], text: string, textOf: (line: Line) => string): Line | null {
  const likenessOf = (line: Line): number => {
    const said = textOf(line)
    return sharedCount(said, text) / (said.length + text.length || 1)
  }
  if (lines.length < 2) return lines[0] ?? null
  const [most] = lines.map((line) => ({ line, likeness: likenessOf(line) })).toSorted((a, b) => b.likeness - a.likeness)
  return most?.line ?? null
}
