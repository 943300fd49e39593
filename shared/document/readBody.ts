import * as Y from 'yjs'
import { BODY_KEY, MARKS, MAX_DEPTH, type MarkName, NODES } from './bodySchema.ts'
import { isNodeName } from './bodyStructure.ts'
import type { Attributes, AttributeValue, ExtractElement, ExtractMark, ExtractNode, ExtractText } from './extract.ts'

/** The body of a document: the one root that every reader and writer means. */
export const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(BODY_KEY)

/**
 * The body as plain data. Elements and marks that are not on the list are left out, with everything inside them, and so is
 * what lies deeper than `MAX_DEPTH`.
 */
export const readBody = (doc: Y.Doc): ExtractElement => bodyWith(doc, readNode)

/** Unit: characters that are read ahead at a time: a few milliseconds of work, however often they were torn apart. */
const AHEAD_AT_ONCE = 16_384

/** Reads the body of one document again and again. */
export interface BodyReader {
  /**
   * As `readBody` does. Cost: of the first reading, the whole body, unless it was read ahead; of each after it, what has changed
   * since and one step for each neighbour of it.
   */
  read(): ExtractElement
  /** Reads what is not known yet a piece at a time: others are to have their turn at each step. What changes meanwhile is left to `read`. */
  readAhead(): Generator<void>
}

/** The reader of a document: it listens until that is destroyed, and keeps all that it has read. */
export function bodyReader(doc: Y.Doc): BodyReader {
  const known = new WeakMap<object, readonly ExtractNode[]>()
  doc.on('afterTransaction', ({ changedParentTypes }: Y.Transaction) => {
    for (const type of changedParentTypes.keys()) known.delete(type)
  })
  const readKept: ReadNode = (node, depth) => {
    const kept = known.get(node)
    if (kept !== undefined) return kept
    const read = readNode(node, depth, readKept)
    known.set(node, read)
    return read
  }
  return {
    read: () => bodyWith(doc, readKept),
    *readAhead() {
      let characters = 0
      for (const text of textsWithin(bodyOf(doc))) {
        if (known.has(text)) continue
        known.set(text, readText(text))
        characters += text.length
        if (characters < AHEAD_AT_ONCE) continue
        characters = 0
        yield
      }
    },
  }
}

/** What costs time to read, as it stands when it is come to. */
function* textsWithin(parent: Y.XmlFragment): Generator<Y.XmlText> {
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) yield child
    else if (child instanceof Y.XmlElement) yield* textsWithin(child)
  }
}

/** Reads one node. Handed on to whatever reads its children, so that what is known already need not be read. */
type ReadNode = (node: object, depth: number) => readonly ExtractNode[]

const bodyWith = (doc: Y.Doc, read: ReadNode): ExtractElement => ({
  ...{ type: 'body', attrs: {} },
  content: readChildren(bodyOf(doc), 1, read),
})

function readChildren(parent: Y.XmlFragment, depth: number, read: ReadNode): readonly ExtractNode[] {
  if (depth > MAX_DEPTH) return []
  return parent.toArray().flatMap((child) => read(child, depth))
}

/** One node of a body as plain data; nothing for what is not on the list. `depth` is how many stand around it, itself counted. */
export function readNode(node: unknown, depth = 1, read: ReadNode = readNode): readonly ExtractNode[] {
  if (node instanceof Y.XmlElement) return readElement(node, depth, read)
  return node instanceof Y.XmlText ? readText(node) : []
}

function readElement(element: Y.XmlElement, depth: number, read: ReadNode): readonly ExtractNode[] {
  const type = element.nodeName
  if (!isNodeName(type)) return []
  const attrs = readAttributes(element.getAttributes(), NODES[type])
  return [{ type, attrs, content: readChildren(element, depth + 1, read) }]
}

interface Run {
  readonly insert: unknown
  readonly attributes?: { readonly [mark: string]: unknown }
}

/** Neighbours with the same marks become one run: Yjs splits runs at marks that mean nothing any more, and mends that at odd times. */
function readText(text: Y.XmlText): readonly ExtractNode[] {
  const runs: readonly Run[] = text.toDelta()
  const read: ExtractText[] = []
  for (const { insert, attributes } of runs) {
    if (typeof insert !== 'string') continue
    const marks = readMarks(attributes ?? {})
    const last = read.at(-1)
    if (last !== undefined && JSON.stringify(last.marks) === JSON.stringify(marks)) {
      read[read.length - 1] = { ...last, text: last.text + insert }
    } else {
      read.push({ type: 'text', text: insert, marks })
    }
  }
  return read
}

/** In the order of the list, so that equal marks are equal whatever the order they were given in. */
function readMarks(attributes: { readonly [mark: string]: unknown }): readonly ExtractMark[] {
  return MARK_NAMES.flatMap((type) => {
    const value = Object.hasOwn(attributes, type) ? attributes[type] : null
    return typeof value === 'object' && value !== null ? [{ type, attrs: readAttributes(value, MARKS[type]) }] : []
  })
}

function readAttributes(given: object, known: object): Attributes {
  const kept = Object.entries(given).filter(
    (entry): entry is [string, AttributeValue] => Object.hasOwn(known, entry[0]) && isAttributeValue(entry[1]),
  )
  return Object.fromEntries(kept)
}

const isAttributeValue = (value: unknown): value is AttributeValue =>
  ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value)

const MARK_NAMES = Object.keys(MARKS) as MarkName[]
