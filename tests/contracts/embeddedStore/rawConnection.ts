import { connect, type Socket } from 'node:net'
import { deserialize, serialize } from 'bson'

export type Command = Readonly<Record<string, unknown>>
export type Answer = Record<string, unknown>

/** The server closed the connection, or is no more. */
export class ServerGoneError extends Error {}

/** Speaks the wire protocol without a driver, so that an answer is seen exactly as it was sent. */
export class RawConnection {
  private readonly socket: Socket
  /** Whether the server ended it. */
  isGone = false
  private readonly waiting: { readonly onAnswer: (answer: Answer) => void; readonly onGone: (fault: Error) => void }[] =
    []
  private received = Buffer.alloc(0)
  private lastId = 0

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => this.receive(chunk))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.isGone = true
      for (const { onGone } of this.waiting.splice(0)) onGone(new ServerGoneError('the server is gone'))
    })
  }

  /** Opens a connection to the server of a connection string: a socket's path, or a host and port. */
  static open(uri: string): Promise<RawConnection> {
    const host = decodeURIComponent(/^mongodb:\/\/([^/?]+)/.exec(uri)?.[1] ?? '')
    const [name, port] = host.split(':')
    const socket = host.startsWith('/') ? connect(host) : connect(Number(port), name)
    return new Promise((onOpen, onFailure) => {
      socket.once('error', onFailure)
      socket.once('connect', () => onOpen(new RawConnection(socket)))
    })
  }

  send(command: Command): Promise<Answer> {
    const body = serialize(command, { ignoreUndefined: true })
    const head = Buffer.alloc(21)
    this.lastId += 1
    head.writeInt32LE(head.length + body.length, 0)
    head.writeInt32LE(this.lastId, 4)
    head.writeInt32LE(2013, 12)
    if (this.isGone) return Promise.reject(new ServerGoneError('the server is gone'))
    const answer = new Promise<Answer>((onAnswer, onGone) => this.waiting.push({ onAnswer, onGone }))
    this.socket.write(Buffer.concat([head, body]))
    return answer
  }

  close(): void {
    this.socket.destroy()
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk])
    while (this.received.length >= 16 && this.received.length >= this.received.readInt32LE(0)) {
      const length = this.received.readInt32LE(0)
      const answer = deserialize(this.received.subarray(21, length), { promoteValues: false, bsonRegExp: true })
      this.received = this.received.subarray(length)
      this.waiting.shift()?.onAnswer(answer)
    }
  }
}
