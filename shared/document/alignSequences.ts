/** Places (in `before`, in `after`) of items that stayed, both rising. */
export type Alignment = readonly (readonly [number, number])[]

/** Unit: cells of the table that finds the longest common part; larger parts are first cut at items that occur once. */
const MAX_CELLS = 250_000

interface Part {
  readonly beforeFrom: number
  readonly beforeTo: number
  readonly afterFrom: number
  readonly afterTo: number
}

/**
 * Which items of two lists correspond: equal items in the same order, as many as can be found. The same lists always give
 * the same answer.
 *
 * Cost: bounded by the size of the lists and `MAX_CELLS`, so that a text that was written anew costs no more than a reading.
 */
export function alignSequences(before: readonly string[], after: readonly string[]): Alignment {
  const whole = { beforeFrom: 0, beforeTo: before.length, afterFrom: 0, afterTo: after.length }
  return alignPart(before, after, whole)
}

function alignPart(before: readonly string[], after: readonly string[], part: Part): Alignment {
  const shorter = Math.min(part.beforeTo - part.beforeFrom, part.afterTo - part.afterFrom)
  let head = 0
  while (head < shorter && before[part.beforeFrom + head] === after[part.afterFrom + head]) head++
  let tail = 0
  while (tail < shorter - head && before[part.beforeTo - 1 - tail] === after[part.afterTo - 1 - tail]) tail++
  const middle = {
    beforeFrom: part.beforeFrom + head,
    beforeTo: part.beforeTo - tail,
    afterFrom: part.afterFrom + head,
    afterTo: part.afterTo - tail,
  }
  return [
    ...sideBySide(part.beforeFrom, part.afterFrom, head),
    ...alignMiddle(before, after, middle),
    ...sideBySide(middle.beforeTo, middle.afterTo, tail),
  ]
}

const sideBySide = (before: number, after: number, count: number): Alignment =>
  Array.from({ length: count }, (_, place) => [before + place, after + place] as const)

function alignMiddle(before: readonly string[], after: readonly string[], part: Part): Alignment {
  const rows = part.beforeTo - part.beforeFrom
  const columns = part.afterTo - part.afterFrom
  if (rows === 0 || columns === 0) return []
  if (rows * columns <= MAX_CELLS) return longestCommon(before, after, part)
  const anchors = rising(occurringOnce(before, after, part))
  return anchors.length === 0 ? [] : aroundAnchors(before, after, { part, anchors })
}

function aroundAnchors(
  before: readonly string[],
  after: readonly string[],
  { part, anchors }: { readonly part: Part; readonly anchors: Alignment },
): Alignment {
  const pairs: (readonly [number, number])[] = []
  let { beforeFrom, afterFrom } = part
  for (const [beforeTo, afterTo] of [...anchors, [part.beforeTo, part.afterTo] as const]) {
    for (const pair of alignPart(before, after, { beforeFrom, beforeTo, afterFrom, afterTo })) pairs.push(pair)
    if (beforeTo < part.beforeTo) pairs.push([beforeTo, afterTo])
    beforeFrom = beforeTo + 1
    afterFrom = afterTo + 1
  }
  return pairs
}

/** The textbook table, filled from the end, so that it is read from the beginning. */
function longestCommon(before: readonly string[], after: readonly string[], part: Part): Alignment {
  const rows = part.beforeTo - part.beforeFrom
  const columns = part.afterTo - part.afterFrom
  const isSame = (row: number, column: number): boolean =>
    before[part.beforeFrom + row] === after[part.afterFrom + column]
  const lengthAt = commonLengths({ rows, columns }, isSame)
  const pairs: [number, number][] = []
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (isSame(row, column)) pairs.push([part.beforeFrom + row++, part.afterFrom + column++])
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++
    else column++
  }
  return pairs
}

/** How long the longest common part is from a row and a column to both ends. */
function commonLengths(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  isSame: (row: number, column: number) => boolean,
): (row: number, column: number) => number {
  const width = columns + 1
  const lengths = new Uint32Array((rows + 1) * width)
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const longer = Math.max(at(row + 1, column), at(row, column + 1))
      lengths[row * width + column] = isSame(row, column) ? at(row + 1, column + 1) + 1 : longer
    }
  }
  return at
}

/** Items that occur once on both sides, in the order of `before`. */
function occurringOnce(before: readonly string[], after: readonly string[], part: Part): Alignment {
  const placesBefore = singlePlaces(before, part.beforeFrom, part.beforeTo)
  const placesAfter = singlePlaces(after, part.afterFrom, part.afterTo)
  const pairs: [number, number][] = []
  for (const [item, place] of placesBefore) {
    const other = placesAfter.get(item) ?? -1
    if (place >= 0 && other >= 0) pairs.push([place, other])
  }
  return pairs
}

function singlePlaces(items: readonly string[], from: number, to: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (let place = from; place < to; place++) {
    const item = items[place] ?? ''
    places.set(item, places.has(item) ? -1 : place)
  }
  return places
}

/** The longest part of the pairs whose places rise on both sides; the first side rises already. Source: patience sorting. */
function rising(pairs: Alignment): Alignment {
  const ends: number[] = []
  const previous: number[] = []
  const afterOf = (place: number | undefined): number => pairs[place ?? -1]?.[1] ?? -1
  pairs.forEach(([, after], place) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (afterOf(ends[middle]) < after) low = middle + 1
      else high = middle
    }
    previous[place] = ends[low - 1] ?? -1
    ends[low] = place
  })
  const chain: (readonly [number, number])[] = []
  for (let place = ends.at(-1) ?? -1; place >= 0; place = previous[place] ?? -1) {
    const pair = pairs[place]
    if (pair !== undefined) chain.push(pair)
  }
  return chain.reverse()
}
