import type * as Y from 'yjs'
import type { Clock, Instant } from '#shared/core/time.ts'
import { livingIds, Removals, TOLD_FROM } from '#shared/document/removals.ts'

/** The part of what has gone that may be missing still when it counts as back. */
const NEARLY_BACK = 1 / 3

/** Unit: ids that have gone, and those of them that are not back. */
interface Missing {
  readonly all: number
  readonly left: number
}

/**
 * Tells when much has gone out of a document within ten seconds, whoever took it out, and again when most of that is back.
 * Returns how to stop. Cost: of a keystroke, a look at how far each writer has got.
 */
export function watchRemovals(doc: Y.Doc, clock: Clock, tell: (isGone: boolean) => void): () => void {
  const removals = new Removals()
  let missing: Missing | null = null
  const look = (transaction: Y.Transaction): void => {
    const now = clock.now()
    const removed = removedIn(transaction)
    if (removed === 0 && missing === null && removals.goneBy(now) === 0) return
    const count = removed - madeIn(transaction)
    removals.add(count, now)
    const was = missing
    missing = was === null ? missingBy(now) : stillMissing(was, count)
    if ((missing === null) !== (was === null)) tell(missing !== null)
  }
  const missingBy = (now: Instant): Missing | null => {
    const all = removals.goneBy(now)
    return removals.share(() => livingIds(doc), now) < TOLD_FROM ? null : { all, left: all }
  }
  doc.on('afterTransaction', look)
  return () => doc.off('afterTransaction', look)
}

const stillMissing = ({ all, left }: Missing, count: number): Missing | null =>
  left + count > all * NEARLY_BACK ? { all, left: left + count } : null

function removedIn({ deleteSet }: Y.Transaction): number {
  let count = 0
  for (const ranges of deleteSet.clients.values()) for (const { len } of ranges) count += len
  return count
}

function madeIn({ beforeState, afterState }: Y.Transaction): number {
  let count = 0
  for (const [client, clock] of afterState) count += clock - (beforeState.get(client) ?? 0)
  return count
}
