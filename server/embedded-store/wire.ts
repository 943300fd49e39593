import { decodeDocument } from './bson/decode.ts'
import { encodeDocument } from './bson/encode.ts'
import type { Doc, Reply, Value } from './bson/values.ts'
import { MongoError } from './mongoError.ts'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER_BYTES = 16
/** As a greeting says it. */
export const MAX_MESSAGE_BYTES = 48_000_000
/** So many parts, of so many bytes or fewer each, are put together. */
const SMALL_PARTS = 1_024
const MORE_TO_COME = 2
const CHECKSUM = 1

/** One request: a command with its document sequences put into it. */
export interface Request {
  readonly id: number
  readonly isLegacy: boolean
  readonly wantsReply: boolean
  readonly command: Doc
  /** Why the command cannot be read: it is of a kind that is not kept, which is an answer and no fault of the line. */
  readonly refusal?: MongoError
}

/** Cuts a socket's bytes into messages. Throws: RangeError when they are not MongoDB's. */
export class Framer {
  private held: Buffer[] = []
  private size = 0
  private readonly maxBytes: () => number

  /** What is longer than `maxBytes` of its moment is not waited for. */
  constructor(maxBytes: () => number) {
    this.maxBytes = maxBytes
  }

  push(chunk: Buffer): void {
    this.held.push(chunk)
    this.size += chunk.length
    // What comes byte by byte would take a thousand times its room.
    if (this.held.length > SMALL_PARTS && this.size < this.held.length * SMALL_PARTS) this.joined()
  }

  /** The next whole message, when it is there. */
  next(): Buffer | undefined {
    if (!this.hasWhole()) return undefined
    const all = this.joined()
    const length = all.readInt32LE(0)
    this.size -= length
    // What is empty would still hold all the bytes that were read with it.
    this.held = this.size > 0 ? [all.subarray(length)] : []
    return all.subarray(0, length)
  }

  hasWhole(): boolean {
    const length = this.nextLength()
    return length !== undefined && this.size >= length
  }

  private nextLength(): number | undefined {
    if (this.size < HEADER_BYTES) return undefined
    const first = this.held[0] && this.held[0].length >= 4 ? this.held[0] : this.joined()
    const length = first.readInt32LE(0)
    if (length < HEADER_BYTES || length > this.maxBytes()) throw new RangeError('a message of impossible length')
    return length
  }

  private joined(): Buffer {
    const all = this.held.length === 1 && this.held[0] ? this.held[0] : Buffer.concat(this.held)
    this.held = [all]
    return all
  }
}

/** Reads one message. Throws: RangeError for other operations and for broken ones. */
export function decodeRequest(message: Buffer): Request {
  const id = message.readInt32LE(4)
  const operation = message.readInt32LE(12)
  if (operation === OP_MSG) return decodeMessage(message, id)
  if (operation === OP_QUERY) return decodeQuery(message, id)
  throw new RangeError(`operation ${operation} is not spoken here`)
}

export function encodeReply(request: Request, reply: Reply): Buffer {
  const message = encodeDocument(reply, HEADER_BYTES + (request.isLegacy ? 20 : 5))
  message.writeInt32LE(message.length, 0)
  message.writeInt32LE(request.id, 8)
  message.writeInt32LE(request.isLegacy ? OP_REPLY : OP_MSG, 12)
  if (request.isLegacy) {
    message.writeInt32LE(8, 16)
    message.writeInt32LE(1, 32)
  }
  return message
}

function decodeMessage(message: Buffer, id: number): Request {
  const flags = message.readUInt32LE(HEADER_BYTES)
  if (flags & 0xffff & ~(MORE_TO_COME | CHECKSUM)) throw new RangeError('unknown required flags')
  const wantsReply = (flags & MORE_TO_COME) === 0
  try {
    return { id, isLegacy: false, wantsReply, command: decodeSections(message, flags) }
  } catch (refusal) {
    if (!(refusal instanceof MongoError)) throw refusal
    return { id, isLegacy: false, wantsReply, command: new Map(), refusal }
  }
}

function decodeSections(message: Buffer, flags: number): Doc {
  const sequences: [string, Value[]][] = []
  let command: Doc | undefined
  for (const { kind, at, end } of sectionsOf(message, message.length - (flags & CHECKSUM ? 4 : 0))) {
    if (kind === 0 && !command) command = decodeDocument(message, at)
    else if (kind === 1) sequences.push(decodeSequence(message, at + 4, end))
    else throw new RangeError('a message with other sections')
  }
  if (!command) throw new RangeError('a message without a command')
  return withSequences(command, sequences)
}

/** Throws: MongoError when one name stands for two things: one of them would be lost. */
function withSequences(command: Doc, sequences: readonly (readonly [string, Value[]])[]): Doc {
  if (sequences.length === 0) return command
  const inBody = new Set(command.keys())
  for (const [name, documents] of sequences) {
    if (inBody.has(name)) throw new MongoError('Location40433', `Duplicate field and document sequence ${name}`)
    if (command.has(name)) throw new MongoError('Location40431', `Duplicate document sequence: ${name}`)
    command.set(name, documents)
  }
  return command
}

function* sectionsOf(message: Buffer, end: number) {
  let at = HEADER_BYTES + 4
  while (at < end) {
    const size = message.readInt32LE(at + 1)
    if (size < 5 || at + 1 + size > end) throw new RangeError('a section reaches past its message')
    yield { kind: message.readUInt8(at), at: at + 1, end: at + 1 + size }
    at += 1 + size
  }
}

function decodeSequence(message: Buffer, from: number, end: number): [string, Value[]] {
  const nameEnd = message.indexOf(0, from)
  const documents: Value[] = []
  let at = nameEnd + 1
  while (at < end) {
    documents.push(decodeDocument(message, at))
    at += message.readInt32LE(at)
  }
  if (nameEnd < 0 || at !== end) throw new RangeError('a sequence that does not end with its section')
  return [message.toString('utf8', from, nameEnd), documents]
}

/** What a driver says first, before it has proved who it is. */
export const GREETINGS: ReadonlySet<string> = new Set(['hello', 'isMaster', 'ismaster'])

/** Only the first greeting of a driver comes this way. */
function decodeQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4)
  if (nameEnd < 0) throw new RangeError('a query without a name')
  const command = decodeDocument(message, nameEnd + 9)
  const [name = ''] = command.keys()
  if (!GREETINGS.has(name)) throw new RangeError('only a greeting may come this way')
  return { id, isLegacy: true, wantsReply: true, command: command.set('$db', 'admin') }
}
