/**
 * What a document's body may hold: the one list that the editor's nodes, the server's check of updates and the extract
 * are all made from. Adding a node, a mark or an attribute raises `SCHEMA_VERSION`, since a client that does not know a
 * node deletes it for everybody.
 */

/** Unit: releases of the list below. A client of another version is refused before it syncs. */
export const SCHEMA_VERSION = 1

/** The one root of a document: a `Y.XmlFragment` under this key. */
export const BODY_KEY = 'body'

/** True for the name of the one root that a document has. */
export const isBodyKey = (root: string): boolean => root === BODY_KEY

/** Unit: elements from the body down to the innermost, both counted. Deeper ones overflow the stack of whoever draws them. */
export const MAX_DEPTH = 100

/**
 * What a value of an attribute may be. `url` is a string whose scheme is one of `URL_SCHEMES`; `span` counts the cells that
 * one covers, and a huge one would have every browser draw a huge table; `integerList` is widths of columns.
 */
export type AttributeKind = 'string' | 'integer' | 'boolean' | 'span' | 'integerList' | 'url'

export type AttributeKinds = { readonly [attribute: string]: AttributeKind }

export const URL_SCHEMES: readonly string[] = ['http:', 'https:', 'mailto:', 'tel:']

const BLOCK: AttributeKinds = { blockId: 'string' }
const CELL: AttributeKinds = { colspan: 'span', rowspan: 'span', colwidth: 'integerList', align: 'string' }

/** Element names of the body and the attributes each may carry. Text stands in `Y.XmlText` and has no name here. */
export const NODES = {
  paragraph: BLOCK,
  heading: { ...BLOCK, level: 'integer' },
  bulletList: BLOCK,
  orderedList: { ...BLOCK, start: 'integer', type: 'string' },
  listItem: BLOCK,
  taskList: BLOCK,
  taskItem: { ...BLOCK, checked: 'boolean' },
  blockquote: BLOCK,
  horizontalRule: BLOCK,
  hardBreak: {},
  table: BLOCK,
  tableRow: {},
  tableCell: CELL,
  tableHeader: CELL,
  /** A heading of the council's form (様式) with what is written under it. `sectionKey` is the heading's key, `title` its words at the time the document was made. */
  formSection: { ...BLOCK, sectionKey: 'string', title: 'string' },
  /** 決定事項. `state` is a `DecisionState`. */
  decision: { ...BLOCK, state: 'string' },
  /** 対応事項: the text is what; who and by when stand in attributes. `dueOn` is a plain date. `state` is an `ActionItemState`. */
  actionItem: {
    ...BLOCK,
    organisationId: 'string',
    organisationName: 'string',
    personName: 'string',
    dueOn: 'string',
    state: 'string',
  },
  /** 発言者 apart from the typist: who said the text of this block. */
  speaker: { ...BLOCK, memberId: 'string', memberName: 'string', organisationName: 'string' },
  /** A mention of an organisation inside a line. */
  organisationMention: { organisationId: 'string', organisationName: 'string' },
} as const satisfies { readonly [node: string]: AttributeKinds }

export type NodeName = keyof typeof NODES

/** Marks on text and the attributes each may carry. */
export const MARKS = {
  bold: {},
  italic: {},
  underline: {},
  strike: {},
  link: { href: 'url' },
} as const satisfies { readonly [mark: string]: AttributeKinds }

export type MarkName = keyof typeof MARKS

/** Nodes that carry a `blockId`, which survives splits and lets a comment or an extract name the block. */
export const BLOCK_NODES: readonly NodeName[] = (Object.keys(NODES) as NodeName[]).filter(
  (name) => 'blockId' in NODES[name],
)

/** Nodes that text stands in directly. */
export const LINE_NODES: readonly NodeName[] = ['paragraph', 'heading', 'decision', 'actionItem', 'speaker']

export const DECISION_STATES = ['decided', 'policyOnly', 'held', 'continued'] as const
export type DecisionState = (typeof DECISION_STATES)[number]

export const ACTION_ITEM_STATES = ['open', 'takenBack', 'done', 'noLongerPossible', 'notDone'] as const
export type ActionItemState = (typeof ACTION_ITEM_STATES)[number]
