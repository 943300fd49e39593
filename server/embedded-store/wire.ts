import { decodeDocument } from './bson/decode.ts'
import { encodeDocument } from './bson/encode.ts'
import type { Doc, Reply, Value } from './bson/values.ts'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER_BYTES = 16
const MAX_MESSAGE_BYTES = 48_000_000
const MORE_TO_COME = 2
const CHECKSUM = 1

/** One request: a command with its document sequences put into it. */
export interface Request {
  readonly id: number
  readonly isLegacy: boolean
  readonly wantsReply: boolean
  readonly command: Doc
}

/** Cuts a socket's bytes into messages. Throws: RangeError when they are not MongoDB's. */
export class Framer {
  private held: Buffer[] = []
  private size = 0

  push(chunk: Buffer): Buffer[] {
    this.held.push(chunk)
    this.size += chunk.length
    const messages: Buffer[] = []
    for (let length = this.nextLength(); length !== undefined && this.size >= length; length = this.nextLength()) {
      const all = this.joined()
      messages.push(all.subarray(0, length))
      this.held = [all.subarray(length)]
      this.size -= length
    }
    return messages
  }

  private nextLength(): number | undefined {
    if (this.size < HEADER_BYTES) return undefined
    const first = this.held[0] && this.held[0].length >= 4 ? this.held[0] : this.joined()
    const length = first.readInt32LE(0)
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new RangeError('a message of impossible length')
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
  const sequences: [string, Value[]][] = []
  let command: Doc | undefined
  for (const { kind, at, end } of sectionsOf(message, message.length - (flags & CHECKSUM ? 4 : 0))) {
    if (kind === 0 && !command) command = decodeDocument(message, at)
    else if (kind === 1) sequences.push(decodeSequence(message, at + 4, end))
    else throw new RangeError('a message with other sections')
  }
  if (!command) throw new RangeError('a message without a command')
  for (const [name, documents] of sequences) command.set(name, documents)
  return { id, isLegacy: false, wantsReply: (flags & MORE_TO_COME) === 0, command }
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

/** Only the first greeting of a driver comes this way. */
function decodeQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4)
  if (nameEnd < 0) throw new RangeError('a query without a name')
  return { id, isLegacy: true, wantsReply: true, command: decodeDocument(message, nameEnd + 9) }
}
