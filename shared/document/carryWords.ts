import * as Y from 'yjs'
import { alignSequences } from './alignSequences.ts'
import { mostAlike } from './alike.ts'
import { LINE_NODES } from './bodySchema.ts'
import { bodyOf } from './readBody.ts'
import { type LostBlock, type Run, THING } from './unseenWords.ts'

const sharedStart = (one: string, other: string): number => {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

const sharedEnd = (one: string, other: string, beyond: number): number => {
  const longest = Math.min(one.length, other.length) - beyond
  let length = 0
  while (length < longest && one.at(-1 - length) === other.at(-1 - length)) length += 1
  // Half of a rare kanji may be half of another, too, and a word put between two halves breaks both.
  return length > 0 && SECOND_HALF.test(one.at(-length) ?? '') ? length - 1 : length
}

const SECOND_HALF = /[\uDC00-\uDFFF]/

/** The letters of a text and where each begins; half of a rare kanji is none. */
function lettersOf(text: string): { readonly letters: readonly string[]; readonly starts: readonly number[] } {
  const letters = Array.from(text)
  let start = 0
  const starts = letters.map((letter) => {
    start += letter.length
    return start - letter.length
  })
  return { letters, starts }
}

/** Where each character of the old text that is left is in the new one, in their order. */
export function keptCharacters(before: string, after: string): ReadonlyMap<number, number> {
  const [old, now] = [lettersOf(before), lettersOf(after)]
  const kept = new Map<number, number>()
  for (const [place, nowPlace] of alignSequences(old.letters, now.letters))
    for (let half = 0; half < (old.letters[place]?.length ?? 0); half += 1)
      kept.set((old.starts[place] ?? 0) + half, (now.starts[nowPlace] ?? 0) + half)
  return kept
}

/** Where an offset of the old text is in the new one: between what stood around it, also where both were written on in at several places. */
export function movedOffset(offset: number, before: string, after: string): number {
  const start = sharedStart(before, after)
  const end = sharedEnd(before, after, start)
  if (offset <= start) return offset
  if (before.length - offset <= end) return after.length - (before.length - offset)
  const kept = [...keptCharacters(before, after)]
  const left = kept.findLast(([place]) => place < offset)
  const right = kept.find(([place]) => place >= offset)
  return betweenKept(offset, left, right) ?? after.length
}

type Kept = readonly [number, number] | undefined

/** Behind what stood before it; before what stood behind it where only that is kept. */
function betweenKept(offset: number, left: Kept, right: Kept): number | null {
  const isBesideRight = left === undefined || (left[0] < offset - 1 && right?.[0] === offset)
  if (isBesideRight) return right?.[1] ?? null
  return left[1] + 1
}

/** What a text has come to say besides, going by what both begin and end with. */
export function newPart(before: string, after: string): Run {
  const offset = sharedStart(before, after)
  return { offset, text: after.slice(offset, after.length - sharedEnd(before, after, offset)) }
}

/**
 * Writes words that fell with their lines where the lines went, and else as lines of their own behind the nearest block that
 * is still there. Call it in a transaction. Cost: one walk over the body for each line.
 */
export function carryWords(doc: Y.Doc, lost: readonly LostBlock[], newBlockId: () => string): void {
  const body = bodyOf(doc)
  const last = lastIn(lastIn(body)) ?? lastIn(body)
  const gone: LostBlock[] = []
  for (const block of lost) {
    if (block.written.length === 0) continue
    const heir = mostAlike(linesIn(body, block.blockId), block.seen, wordsOf)
    if (heir === null) gone.unshift(block)
    else writeInto(heir, block)
  }
  // From the last on, since each line is put before what was put at the same place.
  for (const block of gone) writeBehind(body, nearest(body, block) ?? last, lineOf(block, newBlockId()))
}

const isLine = ({ nodeName }: Y.XmlElement): boolean => LINE_NODES.some((name) => name === nodeName)

/** The lines below `parent` that have this id. */
function linesIn(parent: Y.XmlFragment, blockId: string | null): readonly Y.XmlElement[] {
  if (blockId === null) return []
  return parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return []
    if (!isLine(child)) return linesIn(child, blockId)
    return child.getAttribute('blockId') === blockId ? [child] : []
  })
}

const wordsOf = (line: Y.XmlElement): string => line.toArray().map(textOf).join('')

function find(parent: Y.XmlFragment, blockId: string | null): Y.XmlElement | null {
  if (blockId === null) return null
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    const found = child.getAttribute('blockId') === blockId ? child : find(child, blockId)
    if (found !== null) return found
  }
  return null
}

function writeInto(line: Y.XmlElement, { written, seen }: LostBlock): void {
  const text = wordsOf(line)
  let writtenLength = 0
  for (const run of written) {
    const place = movedOffset(run.offset, seen, text)
    // Of a line that two began, what stands there is what one of them has written anew.
    if (text.startsWith(run.text, place)) continue
    insertAt(line, place + writtenLength, run.text)
    writtenLength += run.text.length
  }
}

const textOf = (child: unknown): string => {
  if (!(child instanceof Y.XmlText)) return THING
  const runs: readonly { readonly insert: unknown }[] = child.toDelta()
  return runs.map(({ insert }) => (typeof insert === 'string' ? insert : THING)).join('')
}

function insertAt(line: Y.XmlElement, offset: number, words: string): void {
  const children = line.toArray()
  let [index, start] = [0, 0]
  for (const child of children) {
    const length = child instanceof Y.XmlText ? child.length : THING.length
    if (offset <= start || (child instanceof Y.XmlText && offset <= start + length)) break
    index += 1
    start += length
  }
  const child = children[index]
  if (child instanceof Y.XmlText) child.insert(offset - start, words)
  else line.insert(index, [new Y.XmlText(words)])
}

function lineOf({ written }: LostBlock, blockId: string): Y.XmlElement {
  const line = new Y.XmlElement('paragraph')
  line.setAttribute('blockId', blockId)
  line.insert(0, [new Y.XmlText(written.map(({ text }) => text).join(''))])
  return line
}

const nearest = (body: Y.XmlFragment, { neighbours }: LostBlock): Y.XmlElement | null =>
  neighbours.map((id) => find(body, id)).find((found) => found !== null) ?? null

/** The last of a body or a section. */
function lastIn(parent: Y.XmlFragment | null): Y.XmlElement | null {
  if (parent instanceof Y.XmlElement && !isSection(parent)) return null
  const last = parent?.toArray().at(-1)
  return last instanceof Y.XmlElement ? last : null
}

/** Behind the block that stands in a section or in the body itself, where a line may always stand. */
function writeBehind(body: Y.XmlFragment, neighbour: Y.XmlElement | null, line: Y.XmlElement): void {
  let block = neighbour
  for (let around = block?.parent; around instanceof Y.XmlElement && !isSection(around); around = block.parent)
    block = around
  if (neighbour !== null && isSection(neighbour)) neighbour.insert(0, [line])
  else if (block?.parent instanceof Y.XmlFragment) block.parent.insertAfter(block, [line])
  else body.insert(0, [line])
}

const isSection = ({ nodeName }: Y.XmlElement): boolean => nodeName === 'formSection'
