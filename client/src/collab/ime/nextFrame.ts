/** Unit: milliseconds after which a frame counts as drawn also where none is, as on a page in the background. */
const SEEN_WITHIN_MS = 250

/** Resolves after the next frame. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0))
    setTimeout(resolve, SEEN_WITHIN_MS)
  })
