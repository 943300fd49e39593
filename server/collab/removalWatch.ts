import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Log } from '#server/platform/log.ts'
import { pause, type Timers } from '#server/platform/timers.ts'
import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import { KEPT_FROM, livingIds, REMOVAL_WINDOW_MS, Removals, TOLD_FROM } from '#shared/document/removals.ts'
import type { LiveDocument } from './liveDocument.ts'
import type { WaitingFrame } from './waitingFrame.ts'

export interface RemovalWatchPorts {
  readonly timers: Timers
  readonly log: Log
  readonly audit: Pick<AuditTrail, 'append'>
}

/** What a frame takes out of the document, less what it brings. Unit: ids. */
export interface Removing {
  readonly frame: WaitingFrame
  readonly removes: number
}

/** What one person took out, and when they were last named for it. */
interface Remover {
  readonly removals: Removals
  readonly toldAt: number
}

/** Unit: milliseconds. A store that does not answer keeps nobody from writing. */
const KEPT_WITHIN_MS = 2_000

/**
 * Whoever may write may take out what others wrote, by a slip too: it is kept before it goes, and the trail names everybody who did (LD6.14).
 */
export class RemovalWatch {
  readonly #ports: RemovalWatchPorts
  readonly #removals = new Removals()
  /** What was taken out since something was kept. */
  #sinceKept = new Removals()
  /** The last entry of the journal that what was kept holds. */
  #keptUpTo = -1
  #keptAt = Number.NEGATIVE_INFINITY
  readonly #removers = new Map<MemberId, Remover>()

  constructor(ports: RemovalWatchPorts) {
    this.#ports = ports
  }

  /** Has `keep` run when these would take out much that nothing was kept of; true when it has, and time has gone by. */
  async hasKept(document: LiveDocument, coming: readonly Removing[], keep: () => Promise<void>): Promise<boolean> {
    const removes = coming.reduce((sum, one) => sum + one.removes, 0)
    const { doc, sequence } = document.loaded
    if (removes <= 0 || sequence === this.#keptUpTo) return false
    const { timers } = this.#ports
    const now = timers.elapsedMs()
    // Whoever rubs out a whole page makes a few versions of it, and not one for each line.
    const from = now - this.#keptAt < REMOVAL_WINDOW_MS ? TOLD_FROM : KEPT_FROM
    if (this.#sinceKept.share(() => livingIds(doc), now, removes) < from) return false
    this.#sinceKept = new Removals()
    this.#keptUpTo = sequence
    this.#keptAt = now
    await Promise.race([keep(), pause(timers, KEPT_WITHIN_MS)])
    return true
  }

  /** Notes what was taken out, and has everybody named who took out much. */
  note(document: LiveDocument, taken: readonly Removing[]): void {
    const now = this.#ports.timers.elapsedMs()
    for (const { frame, removes } of taken) {
      this.#removals.add(removes, now)
      this.#sinceKept.add(removes, now)
      this.#noteOf(frame.from.facts.memberId, removes, now)
    }
    if (taken.some(({ removes }) => removes > 0)) this.#tell(document, now)
  }

  #noteOf(memberId: MemberId, removes: number, now: number): void {
    const known = this.#removers.get(memberId)
    if (known === undefined && removes <= 0) return
    const remover = known ?? { removals: new Removals(), toldAt: Number.NEGATIVE_INFINITY }
    remover.removals.add(removes, now)
    this.#removers.set(memberId, remover)
  }

  #tell({ loaded, row: { documentId } }: LiveDocument, now: number): void {
    let counted: number | null = null
    const left = () => {
      counted ??= livingIds(loaded.doc)
      return counted
    }
    for (const [memberId, { removals, toldAt }] of this.#removers) {
      const gone = removals.goneBy(now)
      if (now - toldAt < REMOVAL_WINDOW_MS) continue
      if (gone === 0) this.#removers.delete(memberId)
      else if (removals.share(left, now) >= TOLD_FROM || this.#isPartOfMuch(gone, left, now)) {
        this.#removers.set(memberId, { removals, toldAt: now })
        this.#name(documentId, memberId)
      }
    }
  }

  /** Of several who take out a third between them, each who has more than a few words in it did so. */
  #isPartOfMuch(gone: number, left: () => number, now: number): boolean {
    if (this.#removals.share(left, now) < TOLD_FROM) return false
    return gone >= KEPT_FROM * (left() + this.#removals.goneBy(now))
  }

  #name(documentId: DocumentId, memberId: MemberId): void {
    const { audit, log } = this.#ports
    log.warn('document.muchRemoved', { documentId, memberId })
    // Nobody waits for it: it is done already, and what was there is kept.
    audit
      .append({ kind: 'muchRemoved', by: memberId, objectIds: [documentId] })
      .catch((cause: unknown) => log.error('document.removalNotRecorded', cause, { documentId, memberId }))
  }
}
