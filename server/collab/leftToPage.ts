import { hasPassed, type Instant } from '#shared/core/time.ts'
import type { FallenWords } from './fallenWords.ts'

/** Unit: milliseconds in which a page that was cut may come back and carry its words itself. */
const COMES_BACK_WITHIN_MS = 3_000

interface Left {
  readonly words: FallenWords
  /** How much their author had written when they fell. */
  readonly clock: number
  readonly goneAt: Instant | null
}

export interface PagesNow {
  readonly now: Instant
  readonly clockOf: (author: number) => number
  readonly isAway: (author: number) => boolean
}

/**
 * Words that fell while their author's page was here, and were left for it to carry. To carry them is to write them: of a page
 * that has written nothing since and is gone, nobody will.
 */
export class LeftToPage {
  #left: readonly Left[] = []

  note(words: FallenWords, clock: number): void {
    this.#left = [...this.#left, { words, clock, goneAt: null }]
  }

  /** Those whose author has been gone for a while without having carried them; they are told of once. */
  uncarried({ now, clockOf, isAway }: PagesNow): readonly FallenWords[] {
    if (this.#left.length === 0) return []
    const left = this.#left
      .filter(({ words, clock }) => clockOf(words.author) === clock)
      .map((each) => ({ ...each, goneAt: isAway(each.words.author) ? (each.goneAt ?? now) : null }))
    const isDue = ({ goneAt }: Left): boolean =>
      goneAt !== null && hasPassed(COMES_BACK_WITHIN_MS, { since: goneAt, now })
    this.#left = left.filter((each) => !isDue(each))
    return left.filter(isDue).map(({ words }) => words)
  }
}
