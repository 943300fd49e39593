import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { DocumentConnection } from './documentConnection.ts'

/** A socket that does what the test does with it. */
class HandSocket {
  static made: HandSocket[] = []
  readonly OPEN = 1
  readonly readyState = 0
  onclose: ((event: { readonly code: number }) => void) | null = null

  constructor() {
    HandSocket.made.push(this)
  }

  send(): void {
    // It never opens.
  }

  close(): void {
    // There is nothing to close.
  }
}

const NO_TIMER = { stop: () => undefined }

function connect() {
  HandSocket.made = []
  let isOffline = false
  let tell = (): void => undefined
  const connection = new DocumentConnection({
    address: 'ws://localhost/sync',
    documentId: 'doc_1',
    subprotocol: 'tsunagi.v1.g1',
    clock: { now: () => instant(0) },
    timers: { after: () => NO_TIMER, every: () => NO_TIMER },
    network: {
      isOffline: () => isOffline,
      watch(changed) {
        tell = changed
        return () => undefined
      },
    },
    http: { carry: () => Promise.reject(new Error('nobody answers')) },
    // As much of a browser's socket class as is used.
    WebSocket: HandSocket as unknown as typeof WebSocket,
  })
  onTestFinished(() => connection.destroy())
  return {
    connection,
    sockets: () => HandSocket.made,
    networkIsGone() {
      isOffline = true
      tell()
    },
    networkIsBack() {
      isOffline = false
      tell()
    },
  }
}

test('[LD5.5] a word that is still being composed is not safe, and neither is it once it is done', () => {
  const { connection } = connect()
  const { bridge, body } = connection
  const before = connection.hasUnacknowledged()
  bridge.hold()
  body.insert(0, [new Y.XmlElement('paragraph')])
  const whileComposed = connection.hasUnacknowledged()
  bridge.release()

  expect([before, whileComposed, connection.hasUnacknowledged()]).toEqual([false, true, true])
})

test('[KS27] a page whose right has ended asks for no more when the network comes back', () => {
  const { connection, networkIsBack, sockets } = connect()
  networkIsBack()
  const beforeEnd = sockets().length
  sockets().at(-1)?.onclose?.({ code: CLOSE_CODES.accessEnded })
  networkIsBack()

  expect([beforeEnd, sockets().length, connection.state().ending]).toEqual([2, 2, 'accessEnded'])
})

test('[LD1.9] sockets that fail while there is no network at all are no reason to go by requests', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { connection, networkIsGone, networkIsBack, sockets } = connect()
  networkIsGone()
  for (let attempt = 0; attempt < 3; attempt += 1) {
    sockets().at(-1)?.onclose?.({ code: 1006 })
    vi.advanceTimersByTime(10_000)
  }
  const tried = sockets().length
  networkIsBack()

  expect([tried, sockets().length, connection.state().wayNews]).toEqual([4, 5, null])
})
