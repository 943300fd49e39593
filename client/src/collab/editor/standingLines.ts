import * as Y from 'yjs'
import { LINE_NODES } from '#shared/document/bodySchema.ts'
import { addTo } from '#shared/document/namedDoc.ts'
import { attributeOf } from '#shared/document/unseenWords.ts'

/** One step of undo: what it wrote and what it took away. */
export type UndoStep = Y.UndoManager['undoStack'][number]

type DeleteSet = UndoStep['deletions']
type Struct = Y.Item | Y.GC

const elementOf = (struct: Struct | null): Y.XmlElement | null =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentType && struct.content.type instanceof Y.XmlElement
    ? struct.content.type
    : null

const isLine = new Set<string>(LINE_NODES)

const idOf = (element: Y.XmlElement): string | null => attributeOf(element, 'blockId')

/** Everything in `set`, as it is now where it was undone and redone since. */
function structsOf(set: DeleteSet, transaction: Y.Transaction): Set<Struct> {
  const structs = new Set<Struct>()
  Y.iterateDeletedStructs(transaction, set, (struct) => {
    let now: Struct = struct
    while (now instanceof Y.Item && now.redone !== null) now = Y.getItem(transaction.doc.store, now.redone)
    structs.add(now)
  })
  return structs
}

/** The words of those runs of a line that count. */
function wordsOf(line: Y.XmlElement, counts: (item: Y.Item) => boolean): string {
  let words = ''
  for (let child = line._start; child !== null; child = child.right) {
    const text = child.content instanceof Y.ContentType ? child.content.type : null
    for (let item = text instanceof Y.XmlText ? text._start : null; item !== null; item = item.right)
      if (item.content instanceof Y.ContentString && counts(item)) words += item.content.str
  }
  return words
}

/** The lines that stand below `node` under an id and are not the step's own. */
function standingLines(node: Y.XmlFragment, own: ReadonlySet<Struct>): readonly Y.XmlElement[] {
  return node.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return []
    const isOwn = [child._item, child._map.get('blockId')].some((item) => item instanceof Y.Item && own.has(item))
    return [...(isOwn ? [] : [child]), ...standingLines(child, own)]
  })
}

/** What a step took away, and what stands that it did not write. */
interface Fall {
  readonly fallen: ReadonlySet<Y.XmlElement>
  readonly lines: readonly Y.XmlElement[]
  readonly fell: (item: Y.Item) => boolean
}

function stands(line: Y.XmlElement, { lines, fell }: Fall): boolean {
  const words = wordsOf(line, fell)
  return lines.some((other) => idOf(other) === idOf(line) && wordsOf(other, ({ deleted }) => !deleted).includes(words))
}

/** True for a line that stands elsewhere under its id, with all its words, and for what held nothing but such lines. */
function isStanding(block: Y.XmlElement, fall: Fall): boolean {
  if (isLine.has(block.nodeName)) return idOf(block) !== null && stands(block, fall)
  const inner: boolean[] = []
  for (let item = block._start; item !== null; item = item.right) {
    const element = elementOf(item)
    if (element !== null && fall.fallen.has(element)) inner.push(isStanding(element, fall))
  }
  return inner.length > 0 && inner.every(Boolean)
}

function isWithin(struct: Struct, blocks: ReadonlySet<Y.XmlElement>): boolean {
  let element: unknown = elementOf(struct) ?? (struct instanceof Y.Item ? struct.parent : null)
  while (element instanceof Y.AbstractType) {
    if (element instanceof Y.XmlElement && blocks.has(element)) return true
    element = element._item?.parent
  }
  return false
}

/**
 * What a step took away, without the lines that stand in the note all the same: to make a line a heading or a decision is, in
 * the shared document, to delete its block and write a copy of it under the same id. Where another has made it something else
 * too, an undo would bring back the block beside theirs, and every word would stand twice. What has words that do not stand
 * there comes back.
 */
export const withoutStanding = (body: Y.XmlFragment, { insertions, deletions }: UndoStep): DeleteSet =>
  Y.transact(body.doc as Y.Doc, (transaction) => {
    const own = structsOf(insertions, transaction)
    const fell = ({ id }: Struct): boolean => Y.isDeleted(deletions, id) && !Y.isDeleted(insertions, id)
    const fallen = new Set<Y.XmlElement>()
    Y.iterateDeletedStructs(transaction, deletions, (struct) => {
      const element = elementOf(struct)
      if (element !== null && fell(struct)) fallen.add(element)
    })
    const fall = { fallen, fell, lines: standingLines(body, own) }
    const standing = new Set([...fallen].filter((each) => isStanding(each, fall)))
    if (standing.size === 0) return deletions
    const rest = Y.createDeleteSet()
    Y.iterateDeletedStructs(transaction, deletions, (struct) => {
      if (!isWithin(struct, standing)) addTo(rest, struct)
    })
    return rest
  })

/** True where a step cannot put back what it took out of a text, since that is gone. */
function isPlaceless(struct: Y.Item, { insertions, deletions }: UndoStep, { doc }: Y.Transaction): boolean {
  if (Y.isDeleted(insertions, struct.id)) return false
  let { parent } = struct
  while (parent instanceof Y.AbstractType && parent._item !== null) {
    let item: Struct = parent._item
    while (item instanceof Y.Item && item.redone !== null) item = Y.getItem(doc.store, item.redone)
    if (!(item instanceof Y.Item) || (item.deleted && !Y.isDeleted(deletions, item.id))) return true
    parent = item.parent
  }
  return false
}

/**
 * True for a step that wrote elsewhere what it took out of a line, as Enter does with a line's second half, where that line is
 * gone since another has made it something else: to take back what it wrote would lose the words.
 */
export const holdsOnlyWords = (body: Y.XmlFragment, step: UndoStep): boolean =>
  Y.transact(body.doc as Y.Doc, (transaction) => {
    let written = ''
    for (const struct of structsOf(step.insertions, transaction))
      if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentString)
        written += struct.content.str
    let isHolding = false
    Y.iterateDeletedStructs(transaction, step.deletions, (struct) => {
      if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentString)) return
      if (written.includes(struct.content.str) && isPlaceless(struct, step, transaction)) isHolding = true
    })
    return isHolding
  })
