import { type AttributeKind, type AttributeKinds, MARKS, MAX_DEPTH, NODES, type NodeName } from './bodySchema.ts'
import { isAllowedUrl, MAX_URL_LENGTH } from './url.ts'

/** What content can stand in. `identity` is the same object for the same holder, so that two places can be compared. */
export type Holder =
  | { readonly kind: 'body'; readonly identity: object }
  | { readonly kind: 'element'; readonly identity: object; readonly name: NodeName; readonly depth: number }
  | { readonly kind: 'text'; readonly identity: object }

/** Where content stands: among the children of a holder, or as the value of one of its attributes. */
export interface Place {
  readonly holder: Holder
  readonly attribute: string | null
}

/** One thing written into a body. */
export type Content =
  | { readonly kind: 'characters' }
  | { readonly kind: 'format'; readonly mark: string; readonly value: unknown }
  | { readonly kind: 'element'; readonly name: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'deleted' }

/** Which rule of the list content breaks. */
export type StructureFault = 'unknownNode' | 'unknownMark' | 'unknownAttribute' | 'badValue' | 'wrongPlace' | 'tooDeep'

/** Unit: UTF-16 code units of one attribute's text. */
const MAX_TEXT_VALUE_LENGTH = 8_192
const MAX_LIST_LENGTH = 1_000
const MAX_SPAN = 1_000
const MAX_INTEGER = 1_000_000

/**
 * The first rule of the list (`NODES`, `MARKS`) that `content` breaks by itself, and by standing in `place`; null when it
 * breaks none. A place of null is a holder that is gone: nobody will ever see the content, so only the first half is asked.
 */
export function structureFault(content: Content, place: Place | null): StructureFault | null {
  const fault = faultByItself(content)
  return fault !== null || place === null ? fault : faultInPlace(content, place)
}

/** True for a name on the list, own names only: `constructor` is none. */
export const isNodeName = (name: string): name is NodeName => Object.hasOwn(NODES, name)

function faultByItself(content: Content): StructureFault | null {
  if (content.kind === 'element') return isNodeName(content.name) ? null : 'unknownNode'
  if (content.kind === 'format') return faultOfMark(content.mark, content.value)
  return null
}

function faultOfMark(mark: string, value: unknown): StructureFault | null {
  if (!isMarkName(mark)) return 'unknownMark'
  if (value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) return 'badValue'
  for (const [name, given] of Object.entries(value)) {
    const fault = faultOfValue(MARKS[mark], name, given)
    if (fault !== null) return fault
  }
  return null
}

function faultInPlace(content: Content, { holder, attribute }: Place): StructureFault | null {
  if (attribute !== null) return faultOfAttribute(content, holder, attribute)
  if (content.kind === 'deleted') return null
  if (holder.kind === 'text') return content.kind === 'characters' || content.kind === 'format' ? null : 'wrongPlace'
  if (content.kind === 'text') return holder.kind === 'element' ? null : 'wrongPlace'
  if (content.kind !== 'element') return 'wrongPlace'
  return holder.kind === 'element' && holder.depth >= MAX_DEPTH ? 'tooDeep' : null
}

function faultOfAttribute(content: Content, holder: Holder, attribute: string): StructureFault | null {
  if (holder.kind !== 'element') return 'wrongPlace'
  if (content.kind === 'value') return faultOfValue(NODES[holder.name], attribute, content.value)
  if (content.kind !== 'deleted') return 'wrongPlace'
  return Object.hasOwn(NODES[holder.name], attribute) ? null : 'unknownAttribute'
}

function faultOfValue(known: AttributeKinds, name: string, value: unknown): StructureFault | null {
  const kind = Object.hasOwn(known, name) ? known[name] : undefined
  if (kind === undefined) return 'unknownAttribute'
  // The editor writes what a node's attribute defaults to, and that may be nothing.
  return value === null || value === undefined || FITS[kind](value) ? null : 'badValue'
}

const FITS: { readonly [kind in AttributeKind]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string' && value.length <= MAX_TEXT_VALUE_LENGTH,
  url: (value) => typeof value === 'string' && value.length <= MAX_URL_LENGTH && isAllowedUrl(value),
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= MAX_INTEGER,
  span: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_SPAN,
  // Widths that a browser measured may have a fraction, and a pasted `width="auto"` is read as NaN by the table's own parser.
  integerList: (value) =>
    Array.isArray(value) && value.length <= MAX_LIST_LENGTH && value.every((item) => typeof item === 'number'),
}

const isMarkName = (name: string): name is keyof typeof MARKS => Object.hasOwn(MARKS, name)
