import { type Clock, hasPassed } from '#shared/core/time.ts'

/** Unit: milliseconds after which a page without a touch is taken to be left. */
const ATTENDED_MS = 60_000
/** The last two are all that comes of a voice, a screen reader or another aid. */
const INPUTS = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'click', 'input'] as const

/** Answers whether somebody has touched the page within a minute. Opening it counts. */
export function watchForInput(clock: Clock, page: Pick<Window, 'addEventListener'>): () => boolean {
  let inputAt = clock.now()
  const note = (): void => {
    inputAt = clock.now()
  }
  for (const input of INPUTS) page.addEventListener(input, note, { capture: true, passive: true })
  return () => !hasPassed(ATTENDED_MS, { since: inputAt, now: clock.now() })
}
