import type * as Y from 'yjs'
import type { MemberId } from '#shared/core/ids.ts'
import type { checkUpdate, UpdateFault, Verdict } from './check/checkUpdate.ts'
import { type DocumentView, viewOf } from './check/documentView.ts'
import type { Session } from './session.ts'
import type { Authors } from './snapshotContent.ts'
import type { WriteFrameKind } from './writeFrameCount.ts'

/** A write frame that has arrived and waits for its turn. */
export interface WaitingFrame {
  readonly from: Session
  readonly frameNumber: number
  readonly kind: WriteFrameKind
  readonly update: Uint8Array
}

/** What a checked update brings: the bytes to keep and to relay, and the ids it makes structs under. */
export interface NewUpdate {
  readonly update: Uint8Array
  readonly clientIds: readonly number[]
}

/** What is to become of a frame. `known`: the document has all of it. `gap`: it builds on something that has not come. */
export type Step = { readonly frame: WaitingFrame } & (
  | ({ readonly kind: 'keep' } & NewUpdate)
  | { readonly kind: 'known' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'refuse'; readonly fault: UpdateFault }
)

export interface Batch {
  /** In the order the frames arrived in; what is to be kept is journaled together. */
  readonly steps: readonly Step[]
  /** For the next batch: they may build on this one, or their sender is being judged. */
  readonly rest: readonly WaitingFrame[]
}

/** The document that frames are checked against. */
export interface CheckedAgainst {
  /** `doc` is asked for only when a frame says something about the document. */
  readonly loaded: { readonly doc: Y.Doc; readonly authors: Authors }
  readonly check: typeof checkUpdate
}

/**
 * Takes from the waiting frames all that can be journaled together. A frame that builds on an earlier one of the same
 * member waits for the next batch, since a check knows only what the document holds.
 */
export function gatherBatch(waiting: readonly WaitingFrame[], against: CheckedAgainst): Batch {
  const gathering = new Gathering(against)
  for (const frame of waiting) gathering.take(frame)
  return gathering
}

class Gathering implements Batch {
  readonly steps: Step[] = []
  readonly rest: WaitingFrame[] = []
  readonly #against: CheckedAgainst
  readonly #newAuthors = new Map<number, MemberId>()
  readonly #writers = new Set<MemberId>()
  readonly #putOff = new Set<Session>()
  readonly #refused = new Set<Session>()

  constructor(against: CheckedAgainst) {
    this.#against = against
  }

  take(frame: WaitingFrame): void {
    const { from } = frame
    if (from.isEnded || this.#refused.has(from)) return
    if (this.#putOff.has(from) || from.isInDoubt) this.#putOffUntilNext(frame)
    else this.#judge(frame)
  }

  #judge(frame: WaitingFrame): void {
    const { memberId } = frame.from.facts
    const verdict = this.#against.check(frame.update, this.#viewFor(memberId))
    if (this.#writers.has(memberId) && this.#mayBuildOnThisBatch(verdict)) this.#putOffUntilNext(frame)
    else this.steps.push(this.#stepOf(frame, verdict))
  }

  #stepOf(frame: WaitingFrame, verdict: Verdict): Step {
    if (verdict.verdict === 'gap') return { kind: 'gap', frame }
    if (verdict.verdict === 'duplicate') return { kind: 'known', frame }
    if (verdict.verdict === 'refused') {
      this.#refused.add(frame.from)
      return { kind: 'refuse', frame, fault: verdict.fault }
    }
    const { update, clientIds } = verdict
    const { memberId } = frame.from.facts
    this.#writers.add(memberId)
    for (const clientId of clientIds) this.#newAuthors.set(clientId, memberId)
    return { kind: 'keep', frame, update, clientIds }
  }

  #mayBuildOnThisBatch(verdict: Verdict): boolean {
    if (verdict.verdict === 'apply') return verdict.clientIds.some((id) => this.#newAuthors.has(id))
    return verdict.verdict === 'gap'
  }

  #putOffUntilNext(frame: WaitingFrame): void {
    this.#putOff.add(frame.from)
    this.rest.push(frame)
  }

  #viewFor(memberId: MemberId): DocumentView {
    const { loaded } = this.#against
    return viewOf(loaded, (clientId) => {
      const author = this.#newAuthors.get(clientId) ?? loaded.authors.get(clientId)
      return author === undefined || author === memberId
    })
  }
}
