import { type PlainDate, plainDate } from '#shared/core/time.ts'
import { ACTION_ITEM_STATES, type ActionItemState, DECISION_STATES, type DecisionState } from './bodySchema.ts'
import type { Attributes, ExtractElement } from './extract.ts'
import { textWithin } from './plainText.ts'

/** What every row of a body has: the block it was drawn from, the form section it stands in (null outside any) and its words. */
export interface BodyRow {
  readonly blockId: string
  readonly sectionKey: string | null
  readonly text: string
}

/** 決定事項 as typed in a note. */
export interface DecisionRow extends BodyRow {
  readonly state: DecisionState
}

/** 対応事項 as typed in a note: who and by when may be missing, and are listed as unfilled then. */
export interface ActionItemRow extends BodyRow {
  readonly state: ActionItemState
  readonly organisationId: string | null
  readonly organisationName: string | null
  readonly personName: string | null
  readonly dueOn: PlainDate | null
}

/** All rows of one body, each list in reading order. */
export interface BodyRows {
  readonly decisions: readonly DecisionRow[]
  readonly actionItems: readonly ActionItemRow[]
}

/** What still waits for somebody: what was put off, and what nobody has finished or given up. 方針決定 is a decision, and waits for nobody. */
export const isUnsettled = ({ state }: DecisionRow | ActionItemRow): boolean =>
  state === 'held' || state === 'continued' || state === 'open' || state === 'takenBack'

/** True after the last day of what is still to be done. What an organisation has taken back to ask at home is not late. */
export const isOverdue = ({ state, dueOn }: ActionItemRow, today: PlainDate): boolean =>
  state === 'open' && dueOn !== null && dueOn < today

/** True on the last day of what is still to be done. */
export const isDueToday = ({ state, dueOn }: ActionItemRow, today: PlainDate): boolean =>
  state === 'open' && dueOn === today

/** A 対応事項 has who and by when, or is 持ち帰り: then neither is missing yet. */
export const needsOwnerAndDay = ({ state }: ActionItemRow): boolean => state === 'open'

/** True while a 対応事項 that needs them is nobody's, or has no day. */
export const isUnfilled = (row: ActionItemRow): boolean =>
  needsOwnerAndDay(row) && ((row.organisationName === null && row.personName === null) || row.dueOn === null)

/** False for a block that was just inserted, of which nothing is to be listed yet. */
const saysSomething = (row: DecisionRow | ActionItemRow): boolean =>
  row.text !== '' ||
  ('dueOn' in row && (row.organisationName !== null || row.personName !== null || row.dueOn !== null))

/** The same rows without the blocks in which nothing has been written. */
export const writtenRows = ({ decisions, actionItems }: BodyRows): BodyRows => ({
  decisions: decisions.filter(saysSomething),
  actionItems: actionItems.filter(saysSomething),
})

/**
 * Decisions and action items of a body, in reading order, each under its block's id. The same body always gives the same
 * rows. When two blocks carry one id, as after two members pasted at once, the later ones are `id~2`, `id~3`; a block
 * without an id, which the editor is about to give, has no row yet.
 */
export function bodyRows(body: ExtractElement): BodyRows {
  const rows: { decisions: DecisionRow[]; actionItems: ActionItemRow[] } = { decisions: [], actionItems: [] }
  const seen = new Map<string, number>()
  for (const { element, sectionKey } of walk(body, null)) {
    if (element.type !== 'decision' && element.type !== 'actionItem') continue
    const id = textOrNull(element.attrs, 'blockId')
    if (id === null) continue
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    const row = { blockId: count === 1 ? id : `${id}~${count}`, sectionKey, text: textWithin(element).trim() }
    if (element.type === 'decision') rows.decisions.push({ ...row, state: decisionState(element.attrs) })
    else rows.actionItems.push(actionItem(row, element.attrs))
  }
  return rows
}

interface Visited {
  readonly element: ExtractElement
  readonly sectionKey: string | null
}

function* walk(element: ExtractElement, outerKey: string | null): Generator<Visited> {
  const sectionKey = element.type === 'formSection' ? textOrNull(element.attrs, 'sectionKey') : outerKey
  yield { element, sectionKey }
  for (const child of element.content) if (child.type !== 'text') yield* walk(child, sectionKey)
}

function actionItem(row: BodyRow, attrs: Attributes): ActionItemRow {
  return {
    ...row,
    state: ACTION_ITEM_STATES.find((state) => state === attrs.state) ?? 'open',
    organisationId: textOrNull(attrs, 'organisationId'),
    organisationName: textOrNull(attrs, 'organisationName'),
    personName: textOrNull(attrs, 'personName'),
    dueOn: plainDate(textOrNull(attrs, 'dueOn') ?? ''),
  }
}

const decisionState = (attrs: Attributes): DecisionState =>
  DECISION_STATES.find((state) => state === attrs.state) ?? 'decided'

function textOrNull(attrs: Attributes, name: string): string | null {
  const value = attrs[name]
  return typeof value === 'string' && value !== '' ? value : null
}
