import type * as Y from 'yjs'
import type { MemberId } from '#shared/core/ids.ts'
import type { checkUpdate, UpdateFault, Verdict } from './check/checkUpdate.ts'
import { type DocumentView, viewOf } from './check/documentView.ts'
import { readByAndBy } from './check/readUpdate.ts'
import { mergeFrames, runsOf } from './mergeFrames.ts'
import type { Session } from './session.ts'
import type { Authors } from './snapshotContent.ts'
import type { WaitingFrame } from './waitingFrame.ts'

/** What a checked update brings: the bytes to keep and to relay, and the ids it makes structs under. */
export interface NewUpdate {
  readonly update: Uint8Array
  readonly clientIds: readonly number[]
}

/** What is to become of a frame. `known`: the document has all of it. `gap`: it builds on something that has not come. */
export type Step = { readonly frame: WaitingFrame } & (
  | ({ readonly kind: 'keep'; readonly removes: number } & NewUpdate)
  | { readonly kind: 'known' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'refuse'; readonly fault: UpdateFault }
)

/** Faults of a page that has read, at another node, what this one has not heard of yet: it answers our question with that too. */
const OF_OTHERS: readonly UpdateFault[] = ['foreignAuthor', 'tooManyAuthors']

/** True for a frame that is refused for whose words it brings; they may be in the journal already. */
export const isOfOthers = (step: Step): boolean => step.kind === 'refuse' && OF_OTHERS.includes(step.fault)

export interface Batch {
  /** In the order the frames arrived in; what is to be kept is journaled together. */
  readonly steps: readonly Step[]
  /** For the next batch: they may build on this one, their sender is being judged or is about to go, or this one is full. */
  readonly rest: readonly WaitingFrame[]
  /** True when more waits than is judged in one go: others are to get their turn first. */
  readonly isFull: boolean
}

/** Unit: bytes of frames that are judged in one go; a frame of a mebibyte can take a tenth of a second. */
const JUDGED_AT_ONCE = 262_144

/** Unit: bytes of a frame that is read before its turn; a smaller one takes a few milliseconds. */
const READ_BEFORE = 65_536

/** Reads what is large among the frames of the next batch, and lets others have their turn meanwhile. Changes `waiting` in place. */
export async function readLarge(waiting: WaitingFrame[], turn: () => Promise<unknown>): Promise<void> {
  let bytes = 0
  for (let place = 0; bytes < JUDGED_AT_ONCE; place++) {
    const frame = waiting[place]
    if (frame === undefined) return
    bytes += frame.update.byteLength
    if (frame.update.byteLength < READ_BEFORE || frame.answer !== undefined || frame.from.isEnded) continue
    waiting[place] = { ...frame, answer: await readByAndBy(frame.update, turn) }
  }
}

/** The document that frames are checked against. */
export interface CheckedAgainst {
  /** `doc` is asked for only when a frame says something about the document. */
  readonly loaded: { readonly doc: Y.Doc; readonly authors: Authors }
  readonly check: typeof checkUpdate
}

/**
 * Takes from the waiting frames all that can be journaled together. What one session has sent in a row is judged, kept and
 * passed on as one; where that cannot be, frame by frame, and one that builds on an earlier one of the same member waits for
 * the next batch, since a check knows only what the document holds.
 */
export function gatherBatch(waiting: readonly WaitingFrame[], against: CheckedAgainst): Batch {
  const gathering = new Gathering(against)
  for (const run of runsOf(waiting)) gathering.take(run)
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
  #judgedBytes = 0

  constructor(against: CheckedAgainst) {
    this.#against = against
  }

  get isFull(): boolean {
    return this.#judgedBytes >= JUDGED_AT_ONCE
  }

  /** Takes frames that one session has sent in a row. */
  take(run: readonly WaitingFrame[]): void {
    if (!this.isFull && isToBeMerged(run) && this.#takeAsOne(run)) return
    for (const frame of run) {
      if (this.isFull) this.rest.push(frame)
      else this.#takeSingle(frame)
    }
  }

  #takeAsOne(run: readonly WaitingFrame[]): boolean {
    const [first] = run
    if (first === undefined || !this.#isTurnOf(first.from)) return false
    const merged = mergeFrames(run)
    if (merged === null) return false
    const verdict = this.#verdictOn(merged)
    // A gap or a fault is of one of them, and those before it are to be kept.
    const isWhole = verdict.verdict === 'apply' || verdict.verdict === 'duplicate'
    if (!isWhole || this.#mustWait(merged, verdict)) return false
    this.steps.push(this.#stepOf(merged, verdict))
    return true
  }

  #takeSingle(frame: WaitingFrame): void {
    const { from } = frame
    if (from.isEnded) return
    if (this.#isTurnOf(from)) this.#judge(frame)
    else this.#putOffUntilNext(frame)
  }

  #isTurnOf(from: Session): boolean {
    return !from.isEnded && !this.#refused.has(from) && !this.#putOff.has(from) && !from.isInDoubt
  }

  #verdictOn({ update, from, answer }: WaitingFrame): Verdict {
    this.#judgedBytes += update.byteLength
    return this.#against.check(update, this.#viewFor(from.facts.memberId), answer)
  }

  #judge(frame: WaitingFrame): void {
    const verdict = this.#verdictOn(frame)
    if (this.#mustWait(frame, verdict)) this.#putOffUntilNext(frame)
    else this.steps.push(this.#stepOf(frame, verdict))
  }

  #stepOf(frame: WaitingFrame, verdict: Verdict): Step {
    if (verdict.verdict === 'gap') return { kind: 'gap', frame }
    if (verdict.verdict === 'duplicate') return { kind: 'known', frame }
    if (verdict.verdict === 'refused') {
      this.#refused.add(frame.from)
      return { kind: 'refuse', frame, fault: verdict.fault }
    }
    const { update, clientIds, removes } = verdict
    const { memberId } = frame.from.facts
    this.#writers.add(memberId)
    for (const clientId of clientIds) this.#newAuthors.set(clientId, memberId)
    return { kind: 'keep', frame, update, clientIds, removes }
  }

  #mustWait({ from }: WaitingFrame, verdict: Verdict): boolean {
    if (!this.#writers.has(from.facts.memberId)) return false
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

/** One that was read before its turn is not read again as a part of something larger. */
const isToBeMerged = (run: readonly WaitingFrame[]): boolean =>
  run.length > 1 && run.every(({ answer }) => answer === undefined) && bytesOf(run) <= JUDGED_AT_ONCE

const bytesOf = (frames: readonly WaitingFrame[]): number =>
  frames.reduce((bytes, { update }) => bytes + update.byteLength, 0)
