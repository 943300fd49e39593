/** True for words that no other of them is. */
const isAlone = (words: readonly string[], one: string): boolean => words.filter((other) => other === one).length === 1

/**
 * Words for each of several things, as short as tells them apart: what is told next is added only to those that are alike by then, and
 * what is alike in everything is numbered.
 */
export function toldApart<Item>(
  items: readonly Item[],
  [first, ...next]: readonly [(item: Item) => string, ...((item: Item) => string)[]],
  numbered: (words: string, number: number) => string,
): readonly string[] {
  let told: readonly string[] = items.map(first)
  for (const tell of next) {
    const before = told
    told = items.map((item, index) => {
      const words = before[index] ?? ''
      return isAlone(before, words) ? words : words + tell(item)
    })
  }
  const all = told
  return all.map((words, index) =>
    isAlone(all, words) ? words : numbered(words, all.slice(0, index + 1).filter((other) => other === words).length),
  )
}
