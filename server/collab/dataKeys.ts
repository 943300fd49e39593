import type { KeyObject } from 'node:crypto'
import type { CaseId, DocumentId, KeyId } from '#shared/core/ids.ts'

/** A key that one case's documents, or one document of the council, are sealed with. */
export interface DataKey {
  readonly keyId: KeyId
  readonly key: KeyObject
}

/** Data keys, wrapped by a key that is not in the store. Without that key, and after a data key is destroyed, nothing sealed with it can be read. */
export interface DataKeys {
  /** The key of a case or of a council document; made when there is none yet. */
  ofOwner(owner: CaseId | DocumentId): Promise<DataKey>
  /** A key for one generation of a document and nothing else, so that destroying it destroys that generation; made when there is none yet. */
  ofGeneration(documentId: DocumentId, generation: number): Promise<DataKey>
  /** The key of this id. Throws: when there is none, or the master key is not the one it was wrapped with. */
  get(keyId: KeyId): Promise<DataKey>
  /** Destroys a key: whatever is sealed with it can be read by nobody any more, wherever a copy of it lies. */
  destroy(keyId: KeyId): Promise<void>
  /** Destroys a case's own key and those of every generation of its documents. */
  destroyOf(owner: CaseId, documentIds: readonly DocumentId[]): Promise<void>
}
