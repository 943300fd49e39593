import { encodeDocument } from '../bson/encode.ts'
import type { Doc, Reply } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import type { View } from '../storage/view.ts'
import type { Deadline } from './deadline.ts'

const FIRST_BATCH = 101
const BATCH_BYTES = 16 * 1024 * 1024
/** 16 MiB, and what MongoDB allows beyond them inside the server. */
const MAX_RESULT_BYTES = BATCH_BYTES + 16 * 1024
const IDLE_MS = 10 * 60_000

export interface Results {
  readonly namespace: string
  /** Documents, or their bytes where they are handed out as they are kept. */
  readonly documents: Iterator<Doc | Uint8Array>
  readonly view: View
  readonly deadline: Deadline
  /** The session that began it, so that ending the session ends the cursor. */
  readonly session: string | undefined
  /** Asked after each batch: how many there will be at most. With the last of them the cursor is closed. */
  readonly limit?: () => number
}

interface Cursor {
  readonly results: Results
  /** By a clock that nobody sets. */
  usedAt: number
  count: number
}

/** Results that are still being fetched. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>()
  private lastId = BigInt(Date.now()) * 1_000_000n

  /** The answer with the first batch; a cursor stays open unless everything is in it. */
  first(results: Results, batchSize: number | undefined, singleBatch = false): Reply {
    const cursor: Cursor = { results, usedAt: performance.now(), count: 0 }
    const { batch, done } = take(cursor, batchSize ?? FIRST_BATCH)
    let id = 0n
    if (!done && !singleBatch) {
      this.lastId += 1n
      id = this.lastId
      this.open.set(id, cursor)
    }
    return { cursor: { firstBatch: batch, id, ns: results.namespace }, ok: 1 }
  }

  more(id: bigint, asked: Pick<Results, 'namespace' | 'view' | 'session'>, batchSize: number | undefined): Reply {
    const cursor = this.open.get(id)
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id} not found`)
    const { namespace } = asked
    if (cursor.results.namespace !== namespace) {
      throw new MongoError('Unauthorized', `cursor ${id} is of another namespace`)
    }
    refuseForeign(cursor.results, asked)
    cursor.results.deadline.restart()
    cursor.usedAt = performance.now()
    this.open.delete(id)
    const { batch, done } = take(cursor, batchSize || Number.POSITIVE_INFINITY)
    if (!done) this.open.set(id, cursor)
    return { cursor: { nextBatch: batch, id: done ? 0n : id, ns: namespace }, ok: 1 }
  }

  kill(id: bigint): boolean {
    return this.open.delete(id)
  }

  killWhere(isOver: (results: Results) => boolean): void {
    for (const [id, { results }] of this.open) if (isOver(results)) this.open.delete(id)
  }

  killIdle(): void {
    const now = performance.now()
    for (const [id, { usedAt }] of this.open) if (now - usedAt > IDLE_MS) this.open.delete(id)
  }
}

/** A cursor goes on in its session, and in its transaction or in none. */
function refuseForeign(own: Pick<Results, 'view' | 'session'>, asked: Pick<Results, 'view' | 'session'>): void {
  if (own.session !== asked.session) {
    const code = asked.session === undefined ? 50737 : own.session === undefined ? 50736 : 50738
    throw new MongoError(`Location${code}`, 'Cannot run getMore on a cursor of another session')
  }
  if (own.view !== asked.view) {
    const code = own.view.isNewest ? 50739 : asked.view.isNewest ? 50740 : 50741
    throw new MongoError(`Location${code}`, 'Cannot run getMore on a cursor of another transaction')
  }
}

function take(cursor: Cursor, limit: number): { readonly batch: Uint8Array[]; readonly done: boolean } {
  const batch: Uint8Array[] = []
  let size = 0
  while (batch.length < limit && size < BATCH_BYTES) {
    const next = cursor.results.documents.next()
    if (next.done) return { batch, done: true }
    const bytes = next.value instanceof Uint8Array ? next.value : encodeDocument(next.value)
    if (bytes.length > MAX_RESULT_BYTES) {
      throw new MongoError('BSONObjectTooLarge', `a result of ${bytes.length} bytes is larger than 16 MiB`)
    }
    batch.push(bytes)
    size += bytes.length
  }
  cursor.count += batch.length
  return { batch, done: cursor.count >= (cursor.results.limit?.() ?? Number.POSITIVE_INFINITY) }
}
