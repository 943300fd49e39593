import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditKind, AuditTrail } from '#server/access/auditTrail.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import { type HintId, isHintId } from '#shared/protocol/hints.ts'

/** Acts after which there is nothing to ask again for. */
const CHANGES_NOTHING: readonly AuditKind[] = [
  'signIn',
  'signOut',
  'caseRead',
  'extractRead',
  'documentJoined',
  'frameRefused',
]

/** What an audit record says has changed: every change leaves one, with the ids of all it is about. */
export function changedIds(kind: unknown, objectIds: readonly unknown[]): readonly HintId[] {
  return CHANGES_NOTHING.some((one) => one === kind) ? [] : objectIds.filter(isHintId)
}

/**
 * Tells of changes by their audit records, and only once they are committed: whoever asked sooner would be given the state
 * from before, and would not ask again.
 */
export class ChangeNotices {
  readonly #tell: (id: HintId) => void
  readonly #pending = new AsyncLocalStorage<HintId[]>()

  constructor(tell: (id: HintId) => void) {
    this.#tell = tell
  }

  /** Makes the trail one whose records are told of. */
  from(trail: AuditTrail): AuditTrail {
    return {
      append: async (entry) => {
        await trail.append(entry)
        const ids = changedIds(entry.kind, entry.objectIds)
        const pending = this.#pending.getStore()
        if (pending === undefined) this.#tellAll(ids)
        else pending.push(...ids)
      },
    }
  }

  /** Makes transactions ones after whose commit is told what their records were about. */
  after(atomically: Atomically): Atomically {
    return async (work) => {
      let pending: HintId[] = []
      const value = await atomically(() => {
        pending = []
        return this.#pending.run(pending, work)
      })
      this.#tellAll(pending)
      return value
    }
  }

  #tellAll(ids: readonly HintId[]): void {
    for (const id of ids) this.#tell(id)
  }
}
