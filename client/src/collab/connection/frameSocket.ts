/** What y-websocket uses of a browser's WebSocket, and so all that anything in its place must have. */
export interface FrameSocket {
  binaryType: string
  readonly OPEN: number
  readonly readyState: number
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
  onerror: ((event: Event) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
}

export const CONNECTING = 0
export const OPEN = 1
export const CLOSED = 3

/** A connection that ended without a word of the server. Source: RFC 6455, 7.4.1. */
export const CUT = 1006

/** The events that the provider looks into, where there is no browser's own. */
export const messageOf = (data: Uint8Array): MessageEvent => ({ data }) as unknown as MessageEvent
export const closeOf = (code: number): CloseEvent => ({ code, reason: '' }) as CloseEvent
export const eventOf = (type: string): Event => ({ type }) as Event
