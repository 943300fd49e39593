import type { GenerationOf, JournalOf } from './journal.ts'

/** Whole states of documents, so that opening one does not mean reading its life. */
export interface Snapshots {
  /** Holds the content of a document at `sequence`, durably, when it resolves. Writing it again replaces it. */
  write(of: JournalOf, sequence: number, content: Uint8Array): Promise<void>
  /** What was written. Throws: when a part is missing or cannot be opened with the document's key. */
  read(of: JournalOf, sequence: number): Promise<Uint8Array>
  /** Removes the snapshots of the document's generation that came before the one at `sequence`; a later one may be another node's. */
  removeOthers(of: JournalOf, sequence: number): Promise<void>
  /** Removes every snapshot of the generations before this one. */
  removeGenerationsBefore(of: GenerationOf): Promise<void>
}
