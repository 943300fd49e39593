import type { NoteRowsView } from '#shared/api/noteRows.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { type ActionItemRow, type DecisionRow, isOverdue, isUnsettled } from '#shared/document/bodyRows.ts'

/** A decision or an action item with the conference that it was written down at. */
export interface ListedRow {
  readonly key: string
  readonly conference: NoteRowsView['conference']
  /** null for an action item, as the other is for a decision. */
  readonly decision: DecisionRow | null
  readonly actionItem: ActionItemRow | null
}

/** The row itself, whichever it is. */
export const rowOf = ({ decision, actionItem }: ListedRow): DecisionRow | ActionItemRow | null => decision ?? actionItem

const rowsOf = ({ conference, documentId, decisions, actionItems }: NoteRowsView): readonly ListedRow[] => [
  ...decisions.map((decision) => ({
    ...{ key: `${documentId} ${decision.blockId}`, conference },
    ...{ decision, actionItem: null },
  })),
  ...actionItems.map((actionItem) => ({
    ...{ key: `${documentId} ${actionItem.blockId}`, conference },
    ...{ decision: null, actionItem },
  })),
]

const isOpen = (listed: ListedRow): boolean => {
  const row = rowOf(listed)
  return row !== null && isUnsettled(row)
}

/** True when the last day of what is to be done is past. */
export const isLate = ({ actionItem }: ListedRow, today: PlainDate): boolean =>
  actionItem !== null && isOverdue(actionItem, today)

/** What still waits for somebody, what is late first, and the rest; each in the order of the notes. */
export function sortedRows(notes: readonly NoteRowsView[], today: PlainDate) {
  const all = notes.flatMap(rowsOf)
  const open = all.filter(isOpen)
  return {
    unsettled: [...open.filter((row) => isLate(row, today)), ...open.filter((row) => !isLate(row, today))],
    settled: all.filter((row) => !isOpen(row)),
  }
}

interface Held {
  readonly id: string
  readonly startsAt: number
}

/** The notes of the conferences before this one. */
export const earlierThan = (notes: readonly NoteRowsView[], { id, startsAt }: Held): readonly NoteRowsView[] =>
  notes.filter(({ conference }) => conference.id !== id && conference.startsAt < startsAt)

/** What is gone through at the beginning of a conference: the decisions of the last one that made any, and what is unsettled since any. */
export function carriedOver(earlier: readonly NoteRowsView[], today: PlainDate): readonly ListedRow[] {
  const last = earlier.find(({ decisions }) => decisions.length > 0)
  const decided =
    last === undefined ? [] : sortedRows([last], today).settled.filter(({ decision }) => decision !== null)
  return [...sortedRows(earlier, today).unsettled, ...decided]
}
