import type { NoteRowsView } from '#shared/api/noteRows.ts'
import type { ActionItemRow, BodyRows, DecisionRow } from '#shared/document/bodyRows.ts'
import type { DecisionState } from '#shared/document/bodySchema.ts'
import { fixedId } from '#shared/fixtures/days.ts'

/** A decision as the server lists it. */
export const decisionOf = (text: string, state: DecisionState): DecisionRow => ({
  ...{ blockId: text, sectionKey: null },
  ...{ text, state },
})

/** An action item of which nothing but `given` is filled in. */
export const actionOf = (text: string, given: Partial<ActionItemRow> = {}): ActionItemRow => ({
  ...{ blockId: text, sectionKey: null, text, state: 'open' },
  ...{ organisationId: null, organisationName: null, personName: null, dueOn: null },
  ...given,
})

/** The rows of the n-th conference of a case, held at its n-th millisecond. */
export const noteOf = (number: number, rows: BodyRows): NoteRowsView => ({
  conference: { id: fixedId('conference', number), title: `第${number}回の会議`, startsAt: number },
  documentId: fixedId('document', number),
  ...rows,
})
