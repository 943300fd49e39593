import type { ActionItemRow, BodyRows } from '#shared/document/bodyRows.ts'
import type { ConferenceSummary } from './conferences.ts'

/** What was decided and who does what at one conference, as its note says it now. */
export interface NoteRowsView extends BodyRows {
  readonly conference: Pick<ConferenceSummary, 'id' | 'title' | 'startsAt'>
  /** Of the note, so that a page can be told when it changes. */
  readonly documentId: string
}

/** A 対応事項 that waits for whoever asks, and where it was written down. */
export interface OwnActionItemView {
  readonly actionItem: ActionItemRow
  readonly conference: NoteRowsView['conference']
  readonly case: ConferenceSummary['case']
  /** Of the note, so that a page can be told when it changes. */
  readonly documentId: string
}
