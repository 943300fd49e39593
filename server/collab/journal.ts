import type { CaseId, ConnectionId, DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'

/** Which document's journal, and what its entries are sealed with. */
export interface JournalOf {
  readonly documentId: DocumentId
  readonly caseId: CaseId | null
  readonly generation: number
  readonly keyId: KeyId
}

/** One generation of a document. */
export type GenerationOf = Pick<JournalOf, 'documentId' | 'generation'>

/** The author of what the server itself wrote: the form's sections of a new document. */
export const SERVER_AUTHOR = 'server'

/** One edit that is kept for ever, or until a snapshot holds it. */
export interface JournalEntry {
  /** Unit: 1 for a document's first entry; dense. A later generation goes on behind the place that closed the one before. */
  readonly sequence: number
  readonly update: Uint8Array
  readonly userId: MemberId | typeof SERVER_AUTHOR
  readonly connectionId: ConnectionId
  /** The write frames of the connection that this entry makes durable, both included. */
  readonly frameFrom: number
  readonly frameTo: number
  readonly writtenAt: Instant
  /** True when it could not be applied: it keeps its place and is passed over. */
  readonly isVoid: boolean
  /** There where it brings a version back: another made on what stood before would come to stand beside it. */
  readonly isRestoration?: true
}

/** Somebody else has written under a sequence that was meant to be ours: the document must be read anew. */
export class SequenceTakenError extends Error {
  constructor() {
    super('the sequence is taken by another entry')
    this.name = 'SequenceTakenError'
  }
}

/** The document's generation is over: nothing that is written to it would count. */
export class GenerationClosedError extends Error {
  constructor() {
    super('the generation is closed')
    this.name = 'GenerationClosedError'
  }
}

/** A snapshot or another generation stands where the entries were to go: whoever wrote them is to open the document anew. */
export class OvertakenError extends Error {
  constructor() {
    super('the journal has gone on without these entries')
    this.name = 'OvertakenError'
  }
}

/** True for the entry that closes a generation; every other void one is somebody's edit. */
export const isClosing = ({ isVoid, userId }: JournalEntry): boolean => isVoid && userId === SERVER_AUTHOR

/** The durable record of a document: whatever it holds has happened, and nothing else has. */
export interface Journal {
  /**
   * Holds all of the entries, durably, when it resolves. The same entries may be given again after an unknown outcome.
   *
   * Throws: `SequenceTakenError` when another entry has a sequence of these; `OvertakenError` when the document has been opened
   * from a later place, or in another generation, meanwhile, and then none of them counts; any other error means that some may be held and some not.
   */
  append(of: JournalOf, entries: readonly JournalEntry[]): Promise<void>
  /** The entries after `sequence` in order. Throws: when one cannot be opened with the document's key. */
  readAfter(of: JournalOf, sequence: number): AsyncIterable<JournalEntry>
  /** The highest sequence held; 0 when there is none. */
  headOf(of: JournalOf): Promise<number>
  /** Who wrote the entries after `sequence`, each once; those of void entries are not among them. */
  writersAfter(of: JournalOf, sequence: number): Promise<readonly (MemberId | typeof SERVER_AUTHOR)[]>
  /** Marks an entry as one that cannot be applied. Marking it twice does nothing. */
  markVoid(of: JournalOf, sequence: number): Promise<void>
  /** Removes the entries up to `sequence`, which a verified snapshot holds. */
  removeUpTo(of: JournalOf, sequence: number): Promise<void>
  /**
   * Lets nobody append to the document's generation after `sequence` any more, in any process: the next place is taken.
   *
   * Throws: `SequenceTakenError` when somebody has appended meanwhile.
   */
  closeAfter(of: JournalOf, sequence: number): Promise<void>
  /** Removes every entry of the generations before this one; that they are closed stays. */
  removeGenerationsBefore(of: GenerationOf): Promise<void>
}
