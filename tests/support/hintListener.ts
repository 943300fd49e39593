import { io, type Socket } from 'socket.io-client'
import { HINT_EVENTS, HINTS_PATH } from '#shared/protocol/hints.ts'
import { until } from './until.ts'

/** A page's hint socket, told apart from a page only by setting its own Origin and cookie. */
export class HintListener {
  readonly socket: Socket
  /** Every id told, in order. */
  readonly told: string[] = []
  /** Everything that came, whatever it was. */
  readonly heard: unknown[][] = []

  constructor(origin: string, headers: { readonly [name: string]: string }, more: object = {}) {
    this.socket = io(origin, {
      ...{ path: HINTS_PATH, transports: ['websocket'], forceNew: true, reconnection: false },
      ...{ extraHeaders: headers, ...more },
    })
    this.socket.onAny((...words) => this.heard.push(words))
    this.socket.on(HINT_EVENTS.changed, (id: string) => this.told.push(id))
  }

  get isOpen(): boolean {
    return this.socket.connected
  }

  /** Resolves when the server has let it in. */
  async opened(): Promise<void> {
    await until(() => this.isOpen, 'a hint socket is open')
  }

  /** Resolves when it is told of everything it asks to listen to. */
  async listensTo(...ids: readonly string[]): Promise<void> {
    await this.opened()
    for (const id of ids) this.socket.emit(HINT_EVENTS.listen, id)
    await until(() => ids.every((id) => this.told.includes(id)), 'a hint socket is told of what it listens to')
    this.told.length = 0
  }

  async isToldOf(id: string): Promise<void> {
    await until(() => this.told.includes(id), `a hint socket is told of ${id}`)
  }

  close(): void {
    this.socket.disconnect()
  }
}
