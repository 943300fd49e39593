import type { ChangeStream, ChangeStreamDocument } from 'mongodb'
import type { Connection } from 'mongoose'
import type { Log } from './log.ts'
import { pause, type Timers } from './timers.ts'

/** A row as it was written, without the bytes of content. */
export type WrittenRow = { readonly [field: string]: unknown }

/**
 * What any node writes, as it is written. It is a way to hear of things sooner, never the only way: a stream can be lost,
 * stall or stop quietly, and then everybody is told that something may have been missed.
 */
export interface ChangeFeed {
  /** Calls `listener` with each row that is inserted or replaced in a collection. Call it before `start`. */
  on(collection: string, listener: (row: WrittenRow) => void): void
  /** Calls `listener` when rows may have been missed: once the stream is open, and after each loss. */
  onGap(listener: () => void): void
  start(): void
  stop(): void
  /** How often the stream was lost or found stalled. */
  lossCount(): number
}

export interface ChangeFeedPorts {
  readonly connection: Connection
  readonly timers: Timers
  readonly log: Log
}

/** How long the store waits with an answer when there is nothing to say. */
const AWAIT_MS = 400
/** A stream that has not answered for so long is taken as lost. */
const STALLED_MS = 1_500
const WATCH_MS = 250
const REOPEN_MS = 100

/** For the embedded store, which one process holds alone: nobody else writes anything. */
export const noChangeFeed: ChangeFeed = {
  on: () => undefined,
  onGap: () => undefined,
  start: () => undefined,
  stop: () => undefined,
  lossCount: () => 0,
}

export function mongoChangeFeed(ports: ChangeFeedPorts): ChangeFeed {
  const listeners = new Map<string, ((row: WrittenRow) => void)[]>()
  const onGap: (() => void)[] = []
  let stopped = false
  let losses = 0

  const tell = (change: ChangeStreamDocument | null) => {
    if (change === null || (change.operationType !== 'insert' && change.operationType !== 'replace')) return
    for (const listener of listeners.get(change.ns.coll) ?? []) listener(change.fullDocument)
  }
  /** Resolves when the feed is stopped. Throws: when the stream is lost. */
  async function follow(stream: ChangeStream): Promise<void> {
    let isOpen = false
    while (!stopped) {
      const change = await answerOf(stream, ports.timers)
      tell(change)
      // Only now it is sure that nothing written from here on is missed.
      if (!isOpen) for (const listener of onGap) listener()
      isOpen = true
    }
  }
  async function run(): Promise<void> {
    while (!stopped) {
      const stream = open(ports.connection, [...listeners.keys()])
      try {
        await follow(stream)
      } catch (cause) {
        losses++
        ports.log.warn('changeFeed.lost', { reason: cause instanceof Error ? cause.name : 'unknown' })
        await pause(ports.timers, REOPEN_MS)
      } finally {
        stream.close().catch(() => ports.log.warn('changeFeed.notClosed'))
      }
    }
  }
  return {
    on: (collection, listener) => void listeners.set(collection, [...(listeners.get(collection) ?? []), listener]),
    onGap: (listener) => void onGap.push(listener),
    start: () => void run(),
    stop() {
      stopped = true
    },
    lossCount: () => losses,
  }
}

function open(connection: Connection, collections: readonly string[]): ChangeStream {
  if (connection.db === undefined) throw new Error('the connection is not open')
  const pipeline = [
    { $match: { operationType: { $in: ['insert', 'replace'] }, 'ns.coll': { $in: [...collections] } } },
    { $project: { 'fullDocument.ciphertext': 0, 'fullDocument.nonce': 0 } },
  ]
  return connection.db.watch(pipeline, { maxAwaitTimeMS: AWAIT_MS })
}

/** The next change, or null when there is none now. Throws: the driver's error, and when no answer comes at all. */
async function answerOf(stream: ChangeStream, timers: Timers): Promise<ChangeStreamDocument | null> {
  const askedAt = timers.elapsedMs()
  const { promise: stalled, reject } = Promise.withResolvers<never>()
  const watching = timers.every(WATCH_MS, () => {
    if (timers.elapsedMs() - askedAt > STALLED_MS) reject(new StalledError())
  })
  try {
    return await Promise.race([stream.tryNext(), stalled])
  } finally {
    watching.stop()
  }
}

class StalledError extends Error {
  override readonly name = 'StalledError'
}
