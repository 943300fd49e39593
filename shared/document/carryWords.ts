const sharedStart = (one: string, other: string): number => {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

const sharedEnd = (one: string, other: string, beyond: number): number => {
  const longest = Math.min(one.length, other.length) - beyond
  let length = 0
  while (length < longest && one.at(-1 - length) === other.at(-1 - length)) length += 1
  return length
}

/** Where an offset of the old text is in the new one, going by what both begin and end with. */
export function movedOffset(offset: number, before: string, after: string): number {
  const start = sharedStart(before, after)
  if (offset <= start) return offset
  return after.length - Math.min(before.length - offset, sharedEnd(before, after, start))
}
