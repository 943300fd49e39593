import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { CHANGEOVER_LIMITS, type ChangeoverLimits } from '#client/collab/connection/changeover.ts'
import { DocumentConnection } from '#client/collab/connection/documentConnection.ts'
import { browserTimers } from '#client/collab/connection/timers.ts'
import type { WaysPorts } from '#client/collab/connection/ways.ts'
import { createHttp } from '#client/platform/http.ts'
import { systemClock } from '#server/platform/clock.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import type { Door } from './participant.ts'
import { until } from './until.ts'

/** How a page reaches its document, and what shows that it is a page of ours. */
export interface PageDoor extends Door {
  readonly token: string
}

const REAL_TIME: Pick<WaysPorts, 'clock' | 'timers'> = { clock: systemClock, timers: browserTimers }

const ALWAYS_ONLINE = { isOffline: () => false, watch: () => () => undefined }

/** Fast enough for a test, in the proportions of the real ones. */
const QUICK_CHANGEOVER: ChangeoverLimits = {
  ...CHANGEOVER_LIMITS,
  openWithinMs: 500,
  shortLifeMs: 1_500,
  firstTrialAfterMs: 300,
  firstTrialMs: 600,
  trialAfterMs: 600,
  trialMs: 900,
}

/** The page's own connection in Node: the real one, told apart from a browser's only by setting Origin and cookie itself. */
export class NodePage {
  readonly connection: DocumentConnection
  /** Requests that carried something and were answered. */
  requestCount = 0

  constructor(door: PageDoor, changeover: ChangeoverLimits = QUICK_CHANGEOVER, time = REAL_TIME) {
    const headers = { origin: door.origin, cookie: door.cookie }
    class PageSocket extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols, { headers })
      }
    }
    const base = door.address.replace(/^ws/, 'http')
    const http = createHttp(async (path, options) => {
      this.requestCount++
      return fetch(`${base}${path}`, { ...options, headers: { ...options?.headers, ...headers } })
    })
    http.rememberToken(door.token)
    this.connection = new DocumentConnection({
      address: `${door.address}/sync`,
      documentId: door.documentId,
      subprotocol: door.subprotocol ?? 'tsunagi.v1.g1',
      ...time,
      network: ALWAYS_ONLINE,
      http,
      // Of a browser's socket class, ws has all that is used.
      WebSocket: PageSocket as unknown as typeof globalThis.WebSocket,
      changeover,
    })
  }

  get text(): string {
    const { doc } = this.connection.body
    return doc === null ? '' : plainText(readBody(doc))
  }

  /** Adds text at the end of the first paragraph. */
  type(text: string): void {
    const line = this.#firstLine()
    line.insert(line.length, text)
  }

  /** Adds text at the end of the first paragraph, and takes it out again. */
  rewrite(text: string): void {
    this.type(text)
    const line = this.#firstLine()
    line.delete(line.length - text.length, text.length)
  }

  #firstLine(): Y.XmlText {
    const section = this.connection.body.get(0)
    const paragraph = section instanceof Y.XmlElement ? section.get(0) : null
    if (!(paragraph instanceof Y.XmlElement)) throw new Error('the document has not come yet')
    const existing = paragraph.get(0)
    const line = existing instanceof Y.XmlText ? existing : new Y.XmlText()
    if (line !== existing) paragraph.insert(0, [line])
    return line
  }

  async opened(): Promise<void> {
    await until(() => this.connection.state().isOpen, 'the page has the document', 20_000)
  }

  /** Resolves when everything typed here is called saved. */
  async saved(): Promise<void> {
    // The sign follows an edit in the next microtask.
    const isSaved = () => !this.connection.hasUnacknowledged() && this.connection.state().status === 'saved'
    await until(isSaved, 'the sign says saved', 20_000)
  }

  async reads(words: string): Promise<void> {
    await until(() => this.text.includes(words), `the page reads ${words}`)
  }

  leave(): void {
    this.connection.destroy()
  }
}
