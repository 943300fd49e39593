/** Unit: pixels of the window, as all here. */
interface CaretPlace {
  readonly left: number
  readonly top: number
  readonly bottom: number
}

interface WindowSize {
  readonly width: number
  /** Without what a keyboard on the screen takes of it. */
  readonly height: number
}

/** Where a menu stands: under the caret or, by its lower edge, over it. */
type MenuPlace = { readonly left: number; readonly maxHeight: number } & (
  | { readonly top: number }
  | { readonly bottom: string }
)

const GAP = 6
const MENU_WIDTH = 288
const HIGHEST = 320
/** Three of its lines. */
const ENOUGH = 190

/** Under the caret where there is room, otherwise on the side that has more, and never beyond the edge of the window. */
export function menuPlace(caret: CaretPlace, { width, height }: WindowSize): MenuPlace {
  const [below, above] = [height - caret.bottom - 2 * GAP, caret.top - 2 * GAP]
  const left = Math.max(0, Math.min(caret.left, width - MENU_WIDTH - GAP))
  return below >= Math.min(ENOUGH, above)
    ? { left, maxHeight: Math.min(HIGHEST, below), top: caret.bottom + GAP }
    : { left, maxHeight: Math.min(HIGHEST, above), bottom: `calc(100% - ${caret.top - GAP}px)` }
}
