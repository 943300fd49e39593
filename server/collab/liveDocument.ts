import * as Y from 'yjs'
import type { OnFell } from '#shared/document/namedDoc.ts'
import type { NewUpdate } from './batch.ts'
import type { DocumentState } from './compaction.ts'
import type { DocumentRow } from './documents.ts'
import { type FallenWords, fallenWords } from './fallenWords.ts'
import { followJournal } from './followJournal.ts'
import { GenerationClosedError } from './journal.ts'
import { type LateDoc, LeftMemoryError } from './lateDoc.ts'
import { type LoadedDocument, type LoadPorts, loadDocument } from './loadDocument.ts'
import type { OwnEdit } from './ownEdit.ts'
import type { WaitingFrame } from './waitingFrame.ts'

/** An update that the journal holds, and the frame that brought it. */
export interface KeptUpdate extends NewUpdate {
  readonly frame: WaitingFrame
  readonly removes: number
}

/** What became of updates that were applied together. */
export interface Applied {
  readonly taken: readonly KeptUpdate[]
  /** What Yjs could not apply, though the check let it through: it is void in the journal. */
  readonly failed: readonly KeptUpdate[]
  readonly fallen: readonly FallenWords[]
  /** The state vector from before, for whoever turns out not to get the change; made only when asked for. */
  readonly before: () => Uint8Array
}

/** What other nodes have written, as it is given to everybody here. */
export interface CaughtUp {
  readonly updates: readonly Uint8Array[]
  readonly before: () => Uint8Array
}

/** Says of an id whether a member writes under it. */
type IsMembers = (author: number) => boolean

/** A document in memory that is always what its journal says. */
export class LiveDocument {
  readonly #ports: LoadPorts
  #row: DocumentRow
  #loaded: LoadedDocument
  /** Set while the document may hold half of an edit; nobody reads it then. */
  #mending: PromiseWithResolvers<void> | null = null
  /** The state vector from before a catching up that has not been done to its end. */
  #beforeCatchUp: Uint8Array | null = null
  #isGone = false

  private constructor(loaded: LoadedDocument, ports: LoadPorts) {
    this.#row = loaded.row
    this.#loaded = loaded
    this.#ports = ports
  }

  /** Throws: when the journal cannot be read whole. */
  static async open(row: DocumentRow, ports: LoadPorts): Promise<LiveDocument> {
    return new LiveDocument(await loadDocument(ports, row), ports)
  }

  get row(): DocumentRow {
    return this.#row
  }

  /** Unit: entries of the journal that the newest snapshot does not hold. */
  get entriesAfterSnapshot(): number {
    return this.#loaded.sequence - this.#row.snapshotSequence
  }

  /** What frames are checked against. Only for whoever holds the document's queue. */
  get loaded(): LoadedDocument {
    return this.#loaded
  }

  /** Unit: client ids that somebody has written under. */
  get authorCount(): number {
    return this.#loaded.authors.size
  }

  /** How much has been written under an id. */
  clockOf(author: number): number {
    return Y.getState(this.#loaded.doc.store, author)
  }

  /** True once something has needed more than the stored bytes. */
  get isInMemory(): boolean {
    return this.#loaded.late.isMade
  }

  /** Makes it in memory while others get their turn; whoever needs it at once need not wait for this. */
  prepare(): Promise<void> {
    return this.#loaded.late.prepare()
  }

  /** Applies what the journal holds now. When some of it cannot be applied, the document is opened anew without that. */
  async apply(kept: readonly KeptUpdate[], isMembers: IsMembers): Promise<Applied> {
    const { late, authors, sequence } = this.#loaded
    const before = clocksBefore(late.doc, kept)
    const updates = kept.map(({ update }) => update)
    const { fallen, onFell } = fallenOf(updates, isMembers)
    const isTaken = late.take(updates, onFell)
    const taken = kept.filter((_, index) => isTaken[index])
    for (const { clientIds, frame } of taken) {
      for (const clientId of clientIds) authors.set(clientId, frame.from.facts.memberId)
    }
    this.#loaded = { ...this.#loaded, sequence: sequence + kept.length }
    if (taken.length < kept.length) await this.#mend()
    return { taken, failed: kept.filter((update) => !taken.includes(update)), fallen, before }
  }

  /** True when a version may have been brought back after what an edit was made on: it would stand beside what it is to take the place of. */
  isOutdated({ seen }: OwnEdit): boolean {
    return seen !== undefined && this.#loaded.restoredAt > seen.sequence
  }

  /** Applies an edit of the server's own, made for its member, which the journal holds now. */
  takeOwn(own: NewUpdate, { by, seen }: OwnEdit, isMembers: IsMembers): Pick<Applied, 'fallen' | 'before'> {
    const { late, authors, sequence, restoredAt } = this.#loaded
    const before = clocksBefore(late.doc, [own])
    const { fallen, onFell } = fallenOf([own.update], isMembers)
    if (!late.take([own.update], onFell)[0]) throw new Error('an edit of the server cannot be applied')
    for (const clientId of own.clientIds) authors.set(clientId, by)
    const next = sequence + 1
    this.#loaded = { ...this.#loaded, sequence: next, restoredAt: seen === undefined ? restoredAt : next }
    return { fallen, before }
  }

  /**
   * Takes in what other nodes have written since, and answers with it; null when that is nothing. Only for whoever holds the
   * document's queue. Throws: when the store fails; it may be done again then. `LeftMemoryError`.
   */
  async catchUp(): Promise<CaughtUp | null> {
    if (this.#isGone) throw new LeftMemoryError()
    const { late, sequence } = this.#loaded
    // A try that could not be mended has taken in what nobody was told of: everybody has what was there before the first one.
    this.#beforeCatchUp ??= late.stateVector()
    const vector = this.#beforeCatchUp
    const before = () => vector
    const followed = await followJournal(this.#ports.journal, this.#loaded)
    const isWhole = this.#mending === null && followed.kind === 'followed'
    if (!isWhole || (followed.sequence === sequence && (await this.#isOvertaken())))
      return this.#catchUpByMending(before)
    this.#loaded = { ...this.#loaded, sequence: followed.sequence, restoredAt: followed.restoredAt }
    this.#beforeCatchUp = null
    return followed.sequence === sequence ? null : { updates: followed.updates, before }
  }

  async #catchUpByMending(before: () => Uint8Array): Promise<CaughtUp> {
    await this.#mend()
    this.#beforeCatchUp = null
    return { updates: [this.#loaded.late.since(before())], before }
  }

  /** Calls `use` with the document as it is after an entry of its journal: at once, unless it is being mended; never once it has left memory. */
  whenWhole(use: (late: LateDoc, sequence: number) => void): void {
    if (this.#isGone) return
    if (this.#mending === null) use(this.#loaded.late, this.#loaded.sequence)
    else
      void this.#mending.promise.then(
        () => this.whenWhole(use),
        () => undefined,
      )
  }

  /** What `use` makes of the document as it is after an entry of its journal. Throws: what `use` throws. */
  async read<Value>(use: (doc: Y.Doc, sequence: number) => Value): Promise<Value> {
    await this.prepare()
    while (this.#mending !== null) await this.#mending.promise
    return use(this.#loaded.doc, this.#loaded.sequence)
  }

  /** What a snapshot of this moment holds. */
  state(): Promise<DocumentState> {
    return this.read((_, sequence) => ({
      sequence,
      authors: new Map(this.#loaded.authors),
      ...this.#loaded.late.whole(),
    }))
  }

  snapshotTaken(sequence: number): void {
    this.#row = { ...this.#row, snapshotSequence: sequence, headSequence: sequence }
  }

  destroy(): void {
    this.#isGone = true
    this.#loaded.late.destroy()
    this.#mending?.reject(new LeftMemoryError())
  }

  /** True when a snapshot has taken the place of entries that it does not have: they are in the journal no more. */
  async #isOvertaken(): Promise<boolean> {
    const newest = await this.#ports.documents.find(this.#row.documentId)
    if (newest?.generation !== this.#row.generation) return false
    return newest.snapshotSequence > this.#loaded.sequence
  }

  /** Opening it from the journal marks as void what cannot be applied. Where that fails it stays torn, and nobody reads it. */
  async #mend(): Promise<void> {
    const mending = this.#mending ?? Promise.withResolvers<void>()
    // Nobody need be waiting.
    mending.promise.catch(() => undefined)
    this.#mending = mending
    const torn = this.#loaded.late
    const loaded = await loadDocument(this.#ports, this.#row)
    if (loaded.row.generation !== this.#row.generation) throw new GenerationClosedError()
    this.#loaded = loaded
    this.#row = loaded.row
    torn.destroy()
    this.#mending = null
    mending.resolve()
  }
}

/** Collects the words of members that fall unread when `updates` are applied. */
function fallenOf(updates: readonly Uint8Array[], isMembers: IsMembers) {
  const fallen: FallenWords[] = []
  const onFell: OnFell = (transaction, unnamed) => {
    fallen.push(...fallenWords(transaction, { unnamed, updates }, isMembers))
  }
  return { fallen, onFell }
}

function clocksBefore(doc: Y.Doc, updates: readonly NewUpdate[]): () => Uint8Array {
  const clocks = updates.flatMap(({ clientIds }) => clientIds).map((id) => [id, Y.getState(doc.store, id)] as const)
  return () => {
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc))
    for (const [clientId, clock] of clocks) vector.set(clientId, clock)
    return Y.encodeStateVector(vector)
  }
}
