import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource } from '#shared/core/ids.ts'
import { encodeHello, encodeSyncStep1, encodeSyncStep2 } from '#shared/protocol/frames.ts'
import { acknowledge } from './acknowledge.ts'
import { type Batch, gatherBatch, isOfOthers, readLarge, type Step } from './batch.ts'
import type { checkUpdate } from './check/checkUpdate.ts'
import type { DocumentRow } from './documents.ts'
import { entriesOf } from './entriesOf.ts'
import { type ExpelPorts, expel } from './expel.ts'
import { FallenCarrier } from './fallenCarrier.ts'
import { fanOut, passOn } from './fanOut.ts'
import { type KeepPorts, keepEntries, retried } from './keepEntries.ts'
import { LeftMemoryError } from './lateDoc.ts'
import { LiveDocument } from './liveDocument.ts'
import type { LoadPorts } from './loadDocument.ts'
import { makeOwnUpdate, type OwnEdit, ownEntry } from './ownEdit.ts'
import { OwnEdits } from './ownEdits.ts'
import { Pace } from './pace.ts'
import { type PresencePorts, Presences } from './presences.ts'
import { RemovalWatch } from './removalWatch.ts'
import type { Session } from './session.ts'
import { bringsSomething, type WaitingFrame } from './waitingFrame.ts'
import { WaitingFrames, type WaitingTotal } from './waitingFrames.ts'

export interface RoomPorts extends LoadPorts, Omit<PresencePorts, 'onMoved'>, KeepPorts, ExpelPorts {
  readonly check: typeof checkUpdate
  readonly ids: IdSource
  readonly newBlockId: () => string
  readonly waitingTotal: WaitingTotal
  /** Called after each commit; never waited for. */
  readonly projectLater: (room: Room) => void
  /** Much is about to be taken out of the document: what is there now is to be kept. Never throws. */
  readonly beforeRemoval: (room: Room) => Promise<void>
  /** Somebody here has come, moved or gone. */
  readonly onMoved?: (room: Room) => void
  /** The room can no longer be trusted with its document; it is to be opened anew. */
  readonly onLost: (room: Room, cause: unknown) => void
}

/** One document in memory and everybody who edits it. Edits wait in line, and what the journal holds has happened. */
export class Room {
  readonly document: LiveDocument
  readonly sessions = new Set<Session>()
  readonly presences: Presences
  readonly #ports: RoomPorts
  readonly #pace: Pace
  readonly #waiting: WaitingFrames
  readonly #ownEdits = new OwnEdits()
  readonly #fallen: FallenCarrier
  readonly #removals: RemovalWatch
  /** What has to be done before anything more is written. */
  #first: Promise<void> = Promise.resolve()
  /** The last entry that is known to be in the journal; above ours when another node has written it. */
  #heard = 0
  #isWorking = false
  #isClosed = false
  #isFrozen = false
  #work: Promise<void> = Promise.resolve()

  private constructor(document: LiveDocument, ports: RoomPorts) {
    this.document = document
    this.#ports = ports
    this.#waiting = new WaitingFrames(ports.waitingTotal)
    this.presences = new Presences(this.sessions, { ...ports, onMoved: () => ports.onMoved?.(this) })
    this.#pace = new Pace(ports)
    this.#fallen = new FallenCarrier(this, ports)
    this.#removals = new RemovalWatch(ports)
  }

  /** Opens a document from its journal. Throws: when it cannot be read whole; it never becomes an empty document instead. */
  static async open(row: DocumentRow, ports: RoomPorts): Promise<Room> {
    return new Room(await LiveDocument.open(row, ports), ports)
  }

  /** Unit: entries of the journal, void ones included. */
  get sequence(): number {
    return this.document.loaded.sequence
  }

  join(session: Session): void {
    const { generation, schemaVersion } = this.document.row
    this.sessions.add(session)
    session.onEnd(() => this.leave(session))
    session.send(encodeHello({ connectionId: session.facts.connectionId, generation, schemaVersion }))
    this.#ask(session)
  }

  leave(session: Session): void {
    session.leave()
    this.sessions.delete(session)
    this.presences.remove(session)
  }

  /** A write frame has arrived: written at once when idle, gathered with others while a write is in flight or just was in a full room. */
  receive(frame: WaitingFrame): void {
    if (this.#waiting.add(frame)) this.resume()
    else frame.from.end('overloaded')
  }

  /** Goes on with what waits, unless that is being done; called also when a session has been judged anew. */
  resume(): void {
    if (this.#isWorking || this.#isClosed) return
    this.#isWorking = true
    this.#work = this.#workOff()
  }

  /**
   * Writes an edit of the server's own for a member: journaled, applied and sent to everybody like any other. Throws: the cause
   * when the room is lost or closed before it is kept, when it may be asked for again; `OutdatedEditError`.
   */
  write(edit: OwnEdit): Promise<void> {
    if (this.#isClosed) return Promise.reject(new AppError('unavailable'))
    const written = this.#ownEdits.add(edit)
    this.resume()
    return written
  }

  /** Writes nothing more before `work` is done. `work` never throws, and waits for no write of this room. */
  writeAfter(work: Promise<void>): void {
    const earlier = this.#first
    this.#first = work.then(() => earlier)
  }

  /** Takes nothing more from anybody; resolves when what is being written is kept and acknowledged. */
  async freeze(): Promise<void> {
    this.#isClosed = true
    this.#isFrozen = true
    await this.#work
  }

  /** True when another generation is to take its place. */
  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** True when it takes nothing any more: whoever comes is to come back. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Gives a session all that its state vector lacks, and says who is here. */
  answer(session: Session, stateVector: Uint8Array): void {
    this.document.whenWhole((late) => {
      if (session.answer(encodeSyncStep2(late.since(stateVector)))) this.presences.introduceTo(session)
      else session.owe(stateVector)
    })
  }

  /** Looks after what time brings: slow, silent and gapped sessions, and what waits for a right that stands by now. */
  tick(): void {
    if (this.#waiting.frames.length > 0) this.resume()
    this.#fallen.tick()
    for (const session of this.sessions) {
      session.tick()
      const missedSince = session.caughtUp()
      if (missedSince !== null) this.answer(session, missedSince)
      if (session.isToBeAsked) this.#ask(session)
    }
    this.presences.tick()
  }

  /** Another node has written up to `sequence`; what is missing here is read from the journal, in line with our own edits. */
  heardOf(sequence: number): void {
    this.#heard = Math.max(this.#heard, sequence)
    if (this.#isBehind) this.resume()
  }

  get #isBehind(): boolean {
    return this.#heard > this.sequence
  }

  /** Resolves when nothing waits that can be written. */
  settled(): Promise<void> {
    return this.#work
  }

  close(): void {
    this.#isClosed = true
    this.#waiting.replace([])
    this.presences.stop()
    this.document.destroy()
  }

  async #workOff(): Promise<void> {
    try {
      while (!this.#isClosed) {
        await this.#first
        await this.#takeOthers()
        await this.#prepareBatch()
        // From here to the rest no `await`: a frame that came in between would wait for the next one.
        const batch = this.#takeBatch()
        if (batch.steps.length === 0 && !this.#isBehind && this.#ownEdits.isEmpty) break
        await this.#commit(batch)
        if (batch.isFull) await nextTurn()
      }
    } catch (cause) {
      this.#isClosed = true
      if (!(cause instanceof LeftMemoryError)) this.#ports.onLost(this, cause)
    } finally {
      this.#isWorking = false
      if (this.#isClosed) {
        this.#ownEdits.giveUp()
        this.#waiting.replace([])
      }
    }
  }

  /** What other nodes and the server itself have written comes before what waits here. */
  async #takeOthers(): Promise<void> {
    if (this.#isBehind || !this.#ownEdits.isEmpty) await this.document.prepare()
    if (this.#isBehind) await this.#catchUp()
    await this.#ownEdits.each((edit) => this.#writeOwn(edit))
  }

  async #prepareBatch(): Promise<void> {
    const { frames } = this.#waiting
    if (frames.length > 0) await this.#pace.turn(this.sessions.size)
    // A document that nobody edits is answered from its stored bytes (KS12).
    if (frames.some(bringsSomething)) await this.document.prepare()
    await readLarge(frames, () => nextTurn())
  }

  async #writeOwn(edit: OwnEdit): Promise<'written' | 'waits' | 'outdated'> {
    const { row, loaded } = this.document
    const made = makeOwnUpdate(loaded.doc, edit)
    if (made === null) return 'written'
    if (this.document.isOutdated(edit)) return 'outdated'
    const entry = ownEntry(edit, made, { after: this.sequence, at: this.#ports.clock.now() })
    if ((await keepEntries(this.#ports, row, [entry])) === 'taken') {
      this.#putBack([])
      return 'waits'
    }
    const { before, fallen } = this.document.takeOwn(made, edit, this.#fallen.isMembers)
    passOn(this.sessions, { updates: [made.update], before })
    this.#fallen.take(fallen)
    this.#ports.projectLater(this)
    return 'written'
  }

  #takeBatch(): Batch {
    const batch = gatherBatch(this.#waiting.frames, { loaded: this.document.loaded, check: this.#ports.check })
    this.#waiting.replace(batch.rest)
    return batch
  }

  /** The walk of a keystroke (docs/keystroke.md, KS3–KS7). The order of these lines is the guarantee. */
  async #commit({ steps }: Batch): Promise<void> {
    if (steps.some(isOfOthers) && (await this.#catchUp())) return this.#putBack(steps)
    const kept = steps.filter((step) => step.kind === 'keep')
    if (kept.length === 0) return this.#acknowledge(steps)
    // A right may have ended while a version was made: they are judged once more.
    if (await this.#removals.hasKept(this.document, kept, () => this.#ports.beforeRemoval(this)))
      return this.#wait(steps)
    const entries = entriesOf(kept, this.sequence, this.#ports.clock.now())
    if ((await keepEntries(this.#ports, this.document.row, entries)) === 'taken') return this.#putBack(steps)
    const applied = await this.document.apply(kept, this.#fallen.isMembers)
    for (const { frame } of applied.failed) {
      expel(frame.from, { frameNumber: frame.frameNumber, fault: 'cannotBeApplied' }, this.#ports)
    }
    this.#acknowledge(steps)
    fanOut(this.sessions, applied)
    this.#removals.note(this.document, applied.taken)
    this.#fallen.take(applied.fallen)
    this.#ports.projectLater(this)
  }

  /** Another node was first: what it wrote is taken in, and then these frames are checked against the document anew. */
  #putBack(steps: readonly Step[]): void {
    this.#wait(steps)
    this.#heard = Math.max(this.#heard, this.sequence + 1)
  }

  #wait(steps: readonly Step[]): void {
    this.#waiting.replace([...steps.map(({ frame }) => frame), ...this.#waiting.frames])
  }

  /** False when other nodes have written nothing. */
  async #catchUp(): Promise<boolean> {
    const caughtUp = await retried(this.#ports, () => this.document.catchUp())
    // What was heard of may have been undone by a primary that did not last.
    if (caughtUp === null) this.#heard = this.sequence
    else {
      passOn(this.sessions, caughtUp)
      this.#ports.projectLater(this)
    }
    return caughtUp !== null
  }

  #acknowledge(steps: readonly Step[]): void {
    acknowledge(steps, this.#ports, (session) => this.#ask(session))
  }

  #ask(session: Session): void {
    this.document.whenWhole((late) => session.ask(encodeSyncStep1(late.stateVector())))
  }
}
