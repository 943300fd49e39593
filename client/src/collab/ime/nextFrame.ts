/** Unit: milliseconds after which a key counts as seen also where no frame is drawn, as on a page in the background. */
const SEEN_WITHIN_MS = 250

/** Resolves after the next frame. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0))
    setTimeout(resolve, SEEN_WITHIN_MS)
  })
