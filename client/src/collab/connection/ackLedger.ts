import * as Y from 'yjs'
import type { Instant } from '#shared/core/time.ts'
import type { DeleteSet } from '#shared/document/unseenWords.ts'

/** An edit as it entered the provider's document. */
export interface Edit {
  readonly at: Instant
  /** The id that it was written under. */
  readonly author: number
  /** How many structs that author had written before it. */
  readonly clock: number
  readonly bytes: number
  readonly deletions: DeleteSet
}

/** What the sign and the questions on leaving are made of: edits the server has not yet called durable. */
export interface AckLedger {
  /** A socket opened: frames are counted from 1 again, and nothing sent on an older one is answered for by its acks. */
  opened(): void
  /** An edit entered the provider's document. */
  edited(edit: Edit): void
  /** A write frame went out. */
  sent(carries: Carries): void
  /** The server holds frames 1…`frame` of this socket. */
  acked(frame: number): void
  /** The oldest edit without an ack. */
  oldest(): Pick<Edit, 'at' | 'author' | 'clock'> | null
  /** Unit: bytes of updates without an ack. */
  bytes(): number
  /** What is deleted by edits without an ack. */
  deletions(): readonly DeleteSet[]
}

/** What a write frame answers for: SyncStep2 for every edit so far, an update for the newest, one that goes ahead of another for none. */
export type Carries = 'everything' | 'newest' | 'nothing'

interface Pending extends Edit {
  /** The frame of the present socket that carries it; null while none does. */
  readonly frame: number | null
}

export function ackLedger(): AckLedger {
  let frames = 0
  let pending: readonly Pending[] = []

  /** Several edits that only a whole frame can carry now become one entry, so an afternoon offline stays small. */
  const joined = (edits: readonly Pending[]): readonly Pending[] => {
    const [first] = edits
    return first === undefined
      ? []
      : [{ ...first, frame: null, bytes: bytesOf(edits), deletions: mergedDeletions(edits) }]
  }

  return {
    opened() {
      frames = 0
      pending = joined(pending)
    },
    edited(edit) {
      const firstUncarried = pending.findIndex((each) => each.frame === null)
      const tailIsUncarried =
        firstUncarried !== -1 && pending.slice(firstUncarried).every((each) => each.frame === null)
      const settled = tailIsUncarried
        ? [...pending.slice(0, firstUncarried), ...joined(pending.slice(firstUncarried))]
        : pending
      pending = [...settled, { ...edit, frame: null }]
    },
    sent(carries) {
      frames += 1
      const frame = frames
      pending = pending.map((each, place) => {
        const isNewest = carries === 'newest' && place === pending.length - 1
        const isCarried = each.frame === null && (carries === 'everything' || isNewest)
        return isCarried ? { ...each, frame } : each
      })
    },
    acked(frame) {
      pending = pending.filter((each) => each.frame === null || each.frame > frame)
    },
    oldest: () => pending[0] ?? null,
    bytes: () => bytesOf(pending),
    deletions: () => pending.map((each) => each.deletions),
  }
}

const bytesOf = (edits: readonly Pending[]): number => edits.reduce((total, { bytes }) => total + bytes, 0)

function mergedDeletions(edits: readonly Pending[]): DeleteSet {
  const [first, ...more] = edits.map(({ deletions }) => deletions).filter(({ clients }) => clients.size > 0)
  if (first === undefined) return Y.createDeleteSet()
  return more.length === 0 ? first : Y.mergeDeleteSets([first, ...more])
}
