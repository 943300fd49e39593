import * as Y from 'yjs'
import { encodeHello, encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '#shared/protocol/frames.ts'
import { type Batch, gatherBatch, type Step, type WaitingFrame } from './batch.ts'
import type { checkUpdate } from './check/checkUpdate.ts'
import { clocksBefore } from './clocksBefore.ts'
import type { DocumentState } from './compaction.ts'
import type { DocumentRow } from './documents.ts'
import { entriesOf } from './entriesOf.ts'
import { type KeepPorts, keepEntries } from './keepEntries.ts'
import { type LoadedDocument, type LoadPorts, loadDocument } from './loadDocument.ts'
import { type PresencePorts, Presences } from './presences.ts'
import type { Session } from './session.ts'

export interface RoomPorts extends LoadPorts, PresencePorts, KeepPorts {
  readonly check: typeof checkUpdate
  /** Called after each commit; never waited for. */
  readonly projectLater: (room: Room) => void
  /** The room can no longer be trusted with its document; it is to be opened anew. */
  readonly onLost: (room: Room, cause: unknown) => void
}

export type Kept = Extract<Step, { readonly kind: 'keep' }>

/** Unit: bytes that wait for the journal. Beyond it their senders are asked to come back later. */
const MAX_WAITING_BYTES = 32 * 1_048_576

/** One document in memory and everybody who edits it. Edits wait in line, and what the journal holds has happened. */
export class Room {
  readonly sessions = new Set<Session>()
  readonly presences: Presences
  readonly #ports: RoomPorts
  #row: DocumentRow
  #loaded: LoadedDocument
  #waiting: WaitingFrame[] = []
  #waitingBytes = 0
  #isWorking = false
  #work: Promise<void> = Promise.resolve()
  #isClosed = false
  /** Set while the document in memory may hold half of an edit; nobody reads it then. */
  #mending: Promise<void> | null = null

  private constructor(row: DocumentRow, loaded: LoadedDocument, ports: RoomPorts) {
    this.#row = row
    this.#loaded = loaded
    this.#ports = ports
    this.presences = new Presences(this.sessions, ports)
  }

  /** Opens a document from its journal. Throws: when it cannot be read whole; it never becomes an empty document instead. */
  static async open(row: DocumentRow, ports: RoomPorts): Promise<Room> {
    return new Room(row, await loadDocument(ports, row), ports)
  }

  get row(): DocumentRow {
    return this.#row
  }

  /** Unit: entries of the journal, void ones included. */
  get sequence(): number {
    return this.#loaded.sequence
  }

  get entriesAfterSnapshot(): number {
    return this.#loaded.sequence - this.#row.snapshotSequence
  }

  join(session: Session): void {
    const { generation, schemaVersion } = this.#row
    this.sessions.add(session)
    session.send(encodeHello({ connectionId: session.facts.connectionId, generation, schemaVersion }))
    this.#whenWhole((doc) => session.ask(encodeSyncStep1(Y.encodeStateVector(doc))))
  }

  leave(session: Session): void {
    session.leave()
    this.sessions.delete(session)
    this.presences.remove(session)
  }

  /** A write frame has arrived: written at once when idle, gathered with others while a write is in flight. */
  receive(frame: WaitingFrame): void {
    if (this.#waitingBytes > MAX_WAITING_BYTES) return frame.from.end('overloaded')
    this.#waiting.push(frame)
    this.#waitingBytes += frame.update.byteLength
    this.resume()
  }

  /** Goes on with what waits, unless that is being done; called also when a session has been judged anew. */
  resume(): void {
    if (this.#isWorking || this.#isClosed) return
    this.#isWorking = true
    this.#work = this.#workOff()
  }

  /** Gives a session all that its state vector lacks, and who is here. */
  answer(session: Session, stateVector: Uint8Array): void {
    this.#whenWhole((doc) => {
      session.answer(encodeSyncStep2(Y.encodeStateAsUpdate(doc, stateVector)))
      this.presences.introduceTo(session)
    })
  }

  /** Looks after what time brings: slow, silent and gapped sessions. */
  tick(): void {
    for (const session of this.sessions) {
      session.tick()
      const missedSince = session.caughtUp()
      if (missedSince !== null) this.answer(session, missedSince)
      this.#askForGap(session)
    }
  }

  /** Reads the document as it is after an entry of its journal. */
  async read<Value>(use: (doc: Y.Doc, sequence: number) => Value): Promise<Value> {
    while (this.#mending !== null) await this.#mending
    return use(this.#loaded.doc, this.#loaded.sequence)
  }

  /** What a snapshot of this moment holds. */
  state(): Promise<DocumentState> {
    const { authors } = this.#loaded
    return this.read((doc, sequence) => ({ sequence, authors: new Map(authors), state: Y.encodeStateAsUpdate(doc) }))
  }

  snapshotTaken(sequence: number): void {
    this.#row = { ...this.#row, snapshotSequence: sequence, headSequence: sequence }
  }

  /** Resolves when nothing waits that can be written. */
  settled(): Promise<void> {
    return this.#work
  }

  close(): void {
    this.#isClosed = true
    this.presences.stop()
    this.#loaded.doc.destroy()
  }

  async #workOff(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = gatherBatch(this.#waiting, { ...this.#loaded, check: this.#ports.check })
        this.#waiting = [...batch.rest]
        this.#waitingBytes = batch.rest.reduce((bytes, { update }) => bytes + update.byteLength, 0)
        if (batch.steps.length === 0) break
        await this.#commit(batch)
      }
    } catch (cause) {
      this.#isClosed = true
      this.#ports.onLost(this, cause)
    } finally {
      this.#isWorking = false
    }
  }

  /** The walk of a keystroke (docs/keystroke.md, KS3–KS7). The order of these lines is the guarantee. */
  async #commit({ steps }: Batch): Promise<void> {
    const kept = steps.filter((step) => step.kind === 'keep')
    if (kept.length > 0) await keepEntries(this.#ports, this.#row, entriesOf(kept, this.sequence, this.#ports.clock.now()))
    const before = clocksBefore(this.#loaded.doc, kept)
    const applied = await this.#apply(kept)
    this.#acknowledge(steps)
    this.#fanOut(applied, before)
    if (kept.length > 0) this.#ports.projectLater(this)
  }

  /** What the check let through and Yjs cannot apply is left out: its sender goes, and the document is opened anew without it. */
  async #apply(kept: readonly Kept[]): Promise<readonly Kept[]> {
    const { doc, authors, sequence } = this.#loaded
    const applied = kept.filter((step) => appliesTo(doc, step))
    for (const { clientIds, frame } of applied) {
      for (const clientId of clientIds) authors.set(clientId, frame.from.facts.memberId)
    }
    this.#loaded = { ...this.#loaded, sequence: sequence + kept.length }
    if (applied.length < kept.length) {
      for (const { frame } of kept.filter((step) => !applied.includes(step))) frame.from.refuse(frame.frameNumber)
      await this.#mend()
    }
    return applied
  }

  #acknowledge(steps: readonly Step[]): void {
    for (const step of steps) {
      const { from, frameNumber, kind } = step.frame
      if (kind === 'syncStep2') from.answered()
      if (step.kind === 'refuse') this.#expel(from, frameNumber, step.fault)
      else if (step.kind === 'gap') from.frames.openGap()
      else from.frames.settle(frameNumber, kind)
    }
    for (const session of new Set(steps.map(({ frame }) => frame.from))) {
      session.sendAck()
      this.#askForGap(session)
    }
  }

  /** The same bytes for everybody, several edits of one commit in one frame; who has written all of it has all of it. */
  #fanOut(applied: readonly Kept[], before: () => Uint8Array): void {
    const [first] = applied
    if (first === undefined) return
    const updates = applied.map(({ update }) => update)
    const frame = encodeUpdate(updates.length === 1 ? first.update : Y.mergeUpdates(updates))
    const onlyWriter = applied.every((step) => step.frame.from === first.frame.from) ? first.frame.from : null
    for (const session of this.sessions) if (session !== onlyWriter) session.feed(frame, before)
  }

  #expel(session: Session, frameNumber: number, fault: string): void {
    const { connectionId, documentId, memberId } = session.facts
    this.#ports.log.warn('frame.refused', { connectionId, documentId, memberId, frameNumber, fault })
    session.refuse(frameNumber)
  }

  #askForGap(session: Session): void {
    if (session.isToBeAsked) session.ask(encodeSyncStep1(Y.encodeStateVector(this.#loaded.doc)))
  }

  /** Opens the document anew from the journal, which marks as void what cannot be applied. */
  async #mend(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#mending = promise
    try {
      const torn = this.#loaded.doc
      this.#loaded = await loadDocument(this.#ports, this.#row)
      torn.destroy()
    } finally {
      this.#mending = null
      resolve()
    }
  }

  #whenWhole(then: (doc: Y.Doc) => void): void {
    if (this.#mending === null) then(this.#loaded.doc)
    else void this.#mending.then(() => this.#whenWhole(then))
  }
}

function appliesTo(doc: Y.Doc, { update }: Kept): boolean {
  try {
    Y.applyUpdate(doc, update)
    return true
  } catch {
    // Yjs throws half-way through. What that means is decided by the caller.
    return false
  }
}
