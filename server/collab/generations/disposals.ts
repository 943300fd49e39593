import type { DisposalRule } from '#shared/api/versions.ts'
import type { DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { JournalOf } from '../journal.ts'

/** That somebody asked for a document's trail to be destroyed. */
export interface AskedDisposal {
  readonly documentId: DocumentId
  /** The generation whose trail it is. */
  readonly generation: number
  readonly rule: DisposalRule
  readonly reason: string
  readonly askedBy: MemberId
  readonly askedAt: Instant
}

/** 廃棄記録: what is left of a trail. */
export interface Disposal extends AskedDisposal {
  readonly done: DoneDisposal | null
  /** What the trail is sealed with; destroyed with it. */
  readonly trailKeyId: KeyId
  /** True when nothing of the trail is kept any more. */
  readonly isCleared: boolean
}

export interface DoneDisposal {
  readonly confirmedBy: MemberId
  readonly destroyedAt: Instant
  /** Of the final text in UTF-8, in hexadecimal. */
  readonly sha256: string
}

/** Where disposal records are kept, for good; the reason is sealed with the key of what is left. */
export interface Disposals {
  /** Those of a document, the oldest first. */
  list(of: JournalOf): Promise<readonly Disposal[]>
  /** Keeps what was asked; asking again for the same generation replaces it. */
  ask(of: JournalOf, asked: AskedDisposal): Promise<void>
  /** Says that it is done; `of` is the generation that is left, and what earlier records say is sealed anew for it. Call it in the transaction that puts it in place. */
  complete(of: JournalOf, disposal: Disposal, done: DoneDisposal): Promise<void>
  /** Those that nobody has confirmed yet, of all documents; one whose generation is over is among them. */
  listAsked(): Promise<readonly Pick<AskedDisposal, 'documentId' | 'generation' | 'askedBy'>[]>
  clear(documentId: DocumentId, generation: number): Promise<void>
  /** Documents whose trail is destroyed and not cleared away yet, as after a stop in the middle. */
  listUncleared(): Promise<readonly DocumentId[]>
}
