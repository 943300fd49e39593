/** The row and the part of the page in which something stands. */
export const placesAround = (element: Element | null): readonly (HTMLElement | null)[] =>
  ['tr', 'section, main'].map((place) => element?.closest<HTMLElement>(place) ?? null)

/** Where what has the focus goes, the first of these places that is there still takes it, and the keyboard stays near. */
export function focusNear(places: readonly (HTMLElement | null)[]): void {
  // A dialog gives the focus back in the next frame.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const near = places.find((place) => place?.isConnected)
      if (near == null || document.activeElement !== document.body) return
      near.tabIndex = -1
      near.focus({ preventScroll: true })
    }),
  )
}
