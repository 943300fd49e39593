/** Unit: milliseconds after which a frame counts as drawn also where none is, as on a page in the background. */
const SEEN_WITHIN_MS = 250

let coming: Promise<void> | null = null

const begin = (): Promise<void> =>
  new Promise((resolve) => {
    const seen = (): void => {
      coming = null
      resolve()
    }
    const late = setTimeout(seen, SEEN_WITHIN_MS)
    requestAnimationFrame(() => {
      // Whoever asks from here on waits for the frame after this one.
      coming = null
      clearTimeout(late)
      setTimeout(resolve, 0)
    })
  })

/** Resolves after the next frame, which all who ask before it share: with each key several do. */
export function nextFrame(): Promise<void> {
  coming ??= begin()
  return coming
}
