import { encodeDocument } from '../bson/encode.ts'
import type { Doc, Reply } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import type { View } from '../storage/view.ts'
import type { Deadline } from './deadline.ts'

const FIRST_BATCH = 101
const BATCH_BYTES = 16 * 1024 * 1024
const IDLE_MS = 10 * 60_000

export interface Results {
  readonly namespace: string
  readonly documents: Iterator<Doc>
  readonly view: View
  readonly deadline: Deadline
  /** The session that began it, so that ending the session ends the cursor. */
  readonly session: string | undefined
}

interface Cursor extends Results {
  usedAt: number
}

/** Results that are still being fetched. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>()
  private lastId = BigInt(Date.now()) * 1_000_000n

  /** The answer with the first batch; a cursor stays open unless everything is in it. */
  first(results: Results, batchSize: number | undefined, singleBatch = false): Reply {
    const { batch, done } = take(results, batchSize ?? FIRST_BATCH)
    let id = 0n
    if (!done && !singleBatch) {
      this.lastId += 1n
      id = this.lastId
      this.open.set(id, { ...results, usedAt: Date.now() })
    }
    return { cursor: { firstBatch: batch, id, ns: results.namespace }, ok: 1 }
  }

  more(id: bigint, namespace: string, batchSize: number | undefined): Reply {
    const cursor = this.open.get(id)
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id} not found`)
    if (cursor.namespace !== namespace) throw new MongoError('InvalidNamespace', `cursor ${id} is of another namespace`)
    cursor.deadline.restart()
    cursor.usedAt = Date.now()
    this.open.delete(id)
    const { batch, done } = take(cursor, batchSize || Number.POSITIVE_INFINITY)
    if (!done) this.open.set(id, cursor)
    return { cursor: { nextBatch: batch, id: done ? 0n : id, ns: namespace }, ok: 1 }
  }

  kill(id: bigint): boolean {
    return this.open.delete(id)
  }

  killWhere(isOver: (cursor: Results) => boolean): void {
    for (const [id, cursor] of this.open) if (isOver(cursor)) this.open.delete(id)
  }

  killIdle(): void {
    for (const [id, cursor] of this.open) if (Date.now() - cursor.usedAt > IDLE_MS) this.open.delete(id)
  }
}

function take({ documents }: Results, limit: number): { readonly batch: Uint8Array[]; readonly done: boolean } {
  const batch: Uint8Array[] = []
  let size = 0
  while (batch.length < limit && size < BATCH_BYTES) {
    const next = documents.next()
    if (next.done) return { batch, done: true }
    const bytes = encodeDocument(next.value)
    batch.push(bytes)
    size += bytes.length
  }
  return { batch, done: false }
}
