import {
  createDecoder,
  type Decoder,
  hasContent,
  peekUint8,
  readAny,
  readUint8,
  readVarString,
  readVarUint,
} from 'lib0/decoding'
import type { Content } from '#shared/document/bodyStructure.ts'
import type { DeletedRange } from '#shared/protocol/deletions.ts'

/** Names one character or one element: the client that made it and its clock. */
export interface StructId {
  readonly client: number
  readonly clock: number
}

/**
 * One struct of an update, as it was written: nothing has been looked up. `collected` is what its author made and removed;
 * `skip` a hole, which Yjs writes when it passes on what it could not apply itself.
 */
export interface Struct {
  readonly clock: number
  readonly length: number
  readonly content: Content | 'collected' | 'skip'
  readonly origin: StructId | null
  readonly rightOrigin: StructId | null
  /** Only given when both origins are null. A text is the key of a root. */
  readonly parent: StructId | string | null
  readonly attribute: string | null
}

/** What one client made. Structs follow each other without a gap from `clock` to `end`. */
export interface Section {
  readonly client: number
  readonly clock: number
  readonly end: number
  readonly structs: readonly Struct[]
}

export interface ReadUpdate {
  readonly sections: readonly Section[]
  readonly deletions: readonly DeletedRange[]
  /** Unit: bytes before the delete set. */
  readonly structsByteLength: number
}

export type ReadFault =
  | 'malformed'
  | 'trailingBytes'
  | 'tooManyStructs'
  | 'tooManyDeletions'
  | 'repeatedSection'
  | 'emptySection'
  | 'emptyStruct'
  | 'unsortedDeletions'
  | 'contentKind'
  | 'badValue'
  | 'clockTooHigh'

/** Unit: structs of one update. A full mebibyte of honest ones is well under it. */
const MAX_STRUCTS = 65_536
/** Unit: ranges of one update. Yjs sends every deletion a document ever saw at each reconnect: of a paper of 260,000 recorded edits, 2,639. */
const MAX_DELETED_RANGES = 65_536
/** A clock above it could in the end no longer be written down, which would poison the document. */
const MAX_CLOCK = 2 ** 40

/** Numbers of the wire. Source: `src/structs/*.js` and `src/utils/encoding.js` of yjs 13.6, format V1. */
const CONTENT = { collected: 0, deleted: 1, characters: 4, format: 6, type: 7, value: 8, skip: 10 } as const
const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_ATTRIBUTE = 0x20
const CONTENT_BITS = 0x1f
const TYPE = { element: 3, text: 6 } as const
/** First bytes of a value: undefined, null, integer, two floats, false, true, text. Anything else is no attribute's value. */
const PLAIN_VALUES: readonly number[] = [127, 126, 125, 124, 123, 121, 120, 119]
const NUMBERS: readonly number[] = [125, 124, 123]
const LIST = 117
const MAX_LIST_LENGTH = 1_000
const MAX_MARK_VALUE_LENGTH = 16_384

class Unreadable extends Error {
  readonly fault: ReadFault
  constructor(fault: ReadFault) {
    super(fault)
    this.fault = fault
  }
}

export type ReadAnswer =
  | { readonly ok: true; readonly read: ReadUpdate }
  | { readonly ok: false; readonly fault: ReadFault }

/** Unit: structs that are read in one go. */
const STRUCTS_AT_ONCE = 2_000

/** Something that is read by and by; each step is a good moment to let others have their turn. */
type Reading<Read> = Generator<undefined, Read>

/**
 * Reads an untrusted update of format V1 without touching a document, exactly as `Y.applyUpdate` would, or names the first
 * fault. Content that no body may hold (JSON, binary, embeds, subdocuments, arrays, maps) is refused unread; so are
 * structs and ranges of length 0, two sections for one client, and bytes after the end. A count
 * makes nothing by itself: what it announces is made one by one as it is read. Never throws.
 */
export function readUpdate(bytes: Uint8Array): ReadAnswer {
  const reading = readingOf(bytes)
  let step = reading.next()
  while (step.done !== true) step = reading.next()
  return step.value
}

/** The same for a large one, whose structs take longer than others can be made to wait: `turn` is theirs, after a few thousand. */
export async function readByAndBy(bytes: Uint8Array, turn: () => Promise<unknown>): Promise<ReadAnswer> {
  const reading = readingOf(bytes)
  let step = reading.next()
  while (step.done !== true) {
    await turn()
    step = reading.next()
  }
  return step.value
}

function* readingOf(bytes: Uint8Array): Reading<ReadAnswer> {
  try {
    const decoder = createDecoder(bytes)
    const sections = yield* readSections(decoder)
    const structsByteLength = decoder.pos
    const deletions = readDeletions(decoder)
    if (hasContent(decoder)) return { ok: false, fault: 'trailingBytes' }
    return { ok: true, read: { sections, deletions, structsByteLength } }
  } catch (cause) {
    // Every reader below says what it found wrong; what lib0, TextDecoder and JSON.parse throw means bytes that nobody wrote.
    return { ok: false, fault: cause instanceof Unreadable ? cause.fault : 'malformed' }
  }
}

function* readSections(decoder: Decoder): Reading<readonly Section[]> {
  const count = readVarUint(decoder)
  const sections: Section[] = []
  const seen = new Set<number>()
  let structCount = 0
  for (let index = 0; index < count; index++) {
    const section = yield* readSection(decoder, MAX_STRUCTS - structCount)
    if (seen.has(section.client)) throw new Unreadable('repeatedSection')
    seen.add(section.client)
    structCount += section.structs.length
    sections.push(section)
  }
  return sections
}

function* readSection(decoder: Decoder, budget: number): Reading<Section> {
  const count = readVarUint(decoder)
  if (count === 0) throw new Unreadable('emptySection')
  if (count > budget) throw new Unreadable('tooManyStructs')
  const client = readVarUint(decoder)
  const clock = readVarUint(decoder)
  if (!Number.isSafeInteger(client)) throw new Unreadable('malformed')
  const structs: Struct[] = []
  let end = clock
  for (let index = 0; index < count; index++) {
    const struct = readStruct(decoder, end)
    if (struct.length === 0) throw new Unreadable('emptyStruct')
    end += struct.length
    if (end > MAX_CLOCK) throw new Unreadable('clockTooHigh')
    structs.push(struct)
    if (structs.length % STRUCTS_AT_ONCE === 0) yield
  }
  return { client, clock, end, structs }
}

/** Reads the struct that begins here. Throws: on content that no body may hold. */
export function readStruct(decoder: Decoder, clock: number): Struct {
  const info = readByte(decoder)
  const kind = info & CONTENT_BITS
  if (kind === CONTENT.skip || kind === CONTENT.collected) return readLengthOnly(decoder, clock, info)
  const origin = (info & HAS_ORIGIN) === 0 ? null : readId(decoder)
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) === 0 ? null : readId(decoder)
  const namesParent = origin === null && rightOrigin === null
  const parent = namesParent ? readParent(decoder) : null
  const attribute = namesParent && (info & HAS_ATTRIBUTE) !== 0 ? readVarString(decoder) : null
  const { content, length } = readContent(decoder, kind)
  return { clock, length, content, origin, rightOrigin, parent, attribute }
}

function readLengthOnly(decoder: Decoder, clock: number, info: number): Struct {
  if (info !== CONTENT.skip && info !== CONTENT.collected) throw new Unreadable('malformed')
  const content = info === CONTENT.skip ? 'skip' : 'collected'
  return {
    clock,
    length: readVarUint(decoder),
    content,
    origin: null,
    rightOrigin: null,
    parent: null,
    attribute: null,
  }
}

function readParent(decoder: Decoder): StructId | string {
  const isRoot = readVarUint(decoder)
  if (isRoot > 1) throw new Unreadable('malformed')
  return isRoot === 1 ? readVarString(decoder) : readId(decoder)
}

interface Sized {
  readonly content: Content
  readonly length: number
}

const DELETED: Content = { kind: 'deleted' }
const CHARACTERS: Content = { kind: 'characters' }

function readContent(decoder: Decoder, kind: number): Sized {
  if (kind === CONTENT.characters) return { content: CHARACTERS, length: readVarString(decoder).length }
  if (kind === CONTENT.deleted) return { content: DELETED, length: readVarUint(decoder) }
  if (kind === CONTENT.type) return { content: readType(decoder), length: 1 }
  if (kind === CONTENT.format) return { content: readFormat(decoder), length: 1 }
  if (kind === CONTENT.value) return readValues(decoder)
  throw new Unreadable('contentKind')
}

function readType(decoder: Decoder): Content {
  const type = readVarUint(decoder)
  // A new object each time: it is the identity of the text as a holder.
  if (type === TYPE.text) return { kind: 'text' }
  if (type === TYPE.element) return { kind: 'element', name: readVarString(decoder) }
  throw new Unreadable('contentKind')
}

function readFormat(decoder: Decoder): Content {
  const mark = readVarString(decoder)
  const json = readVarString(decoder)
  if (json.length > MAX_MARK_VALUE_LENGTH) throw new Unreadable('badValue')
  return { kind: 'format', mark, value: JSON.parse(json) }
}

/** An attribute has one value; a struct of several would be items of a list, which no body has. */
function readValues(decoder: Decoder): Sized {
  const length = readVarUint(decoder)
  if (length === 0) return { content: DELETED, length }
  if (length > 1) throw new Unreadable('contentKind')
  return { content: { kind: 'value', value: readValue(decoder) }, length }
}

function readValue(decoder: Decoder): unknown {
  const first = peekUint8(decoder)
  if (PLAIN_VALUES.includes(first)) return readAny(decoder)
  if (first !== LIST) throw new Unreadable('badValue')
  readByte(decoder)
  const length = readVarUint(decoder)
  if (length > MAX_LIST_LENGTH) throw new Unreadable('badValue')
  return Array.from({ length }, () => {
    if (!NUMBERS.includes(peekUint8(decoder))) throw new Unreadable('badValue')
    return readAny(decoder)
  })
}

function readDeletions(decoder: Decoder): readonly DeletedRange[] {
  const clients = readVarUint(decoder)
  const ranges: DeletedRange[] = []
  const seen = new Set<number>()
  for (let index = 0; index < clients; index++) {
    const client = readVarUint(decoder)
    if (seen.has(client)) throw new Unreadable('repeatedSection')
    seen.add(client)
    readRanges(decoder, client, ranges)
  }
  return ranges
}

/** Yjs writes ranges in rising order and merged. Overlapping ones would have the same structs looked at again and again. */
function readRanges(decoder: Decoder, client: number, ranges: DeletedRange[]): void {
  const count = readVarUint(decoder)
  if (ranges.length + count > MAX_DELETED_RANGES) throw new Unreadable('tooManyDeletions')
  let end = 0
  for (let index = 0; index < count; index++) {
    const clock = readVarUint(decoder)
    const length = readVarUint(decoder)
    if (length === 0) throw new Unreadable('emptyStruct')
    if (clock < end) throw new Unreadable('unsortedDeletions')
    end = clock + length
    if (end > MAX_CLOCK) throw new Unreadable('clockTooHigh')
    ranges.push({ client, clock, length })
  }
}

const readId = (decoder: Decoder): StructId => ({ client: readVarUint(decoder), clock: readVarUint(decoder) })

function readByte(decoder: Decoder): number {
  if (!hasContent(decoder)) throw new Unreadable('malformed')
  return readUint8(decoder)
}
