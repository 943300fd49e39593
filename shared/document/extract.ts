import type { MarkName, NodeName } from './bodySchema.ts'

/** A value of an attribute as a reader sees it; what is not given is absent. */
export type AttributeValue = string | number | boolean | readonly number[]
/** Attributes of an element or a mark, by name. */
export type Attributes = { readonly [attribute: string]: AttributeValue }

/** A mark on a run of text. */
export interface ExtractMark {
  readonly type: MarkName
  readonly attrs: Attributes
}

/** A run of text with the same marks. */
export interface ExtractText {
  readonly type: 'text'
  readonly text: string
  readonly marks: readonly ExtractMark[]
}

/** An element of the body; `body` is the root and carries nothing. */
export interface ExtractElement {
  readonly type: NodeName | 'body'
  readonly attrs: Attributes
  readonly content: readonly ExtractNode[]
}

/** A document's body as plain data: what readers without the replica are sent (抄本). */
export type ExtractNode = ExtractElement | ExtractText

/** `full` shows everything; `projector` (投影画面) names organisations, not persons. */
export type ExtractFace = 'full' | 'projector'

/** Where the body says who a person is, apart from the text itself. */
const PERSON_ATTRIBUTES: { readonly [node in NodeName]?: readonly string[] } = {
  speaker: ['memberId', 'memberName'],
  actionItem: ['personName'],
}

/** The body as one face may see it: the projector's has no attribute that names a person. Text that someone typed is left as it is. */
export function drawExtract(tree: ExtractElement, { face }: { readonly face: ExtractFace }): ExtractElement {
  return face === 'full' ? tree : withoutPersons(tree)
}

function withoutPersons(node: ExtractElement): ExtractElement {
  const hidden = node.type === 'body' ? [] : (PERSON_ATTRIBUTES[node.type] ?? [])
  return {
    type: node.type,
    attrs: Object.fromEntries(Object.entries(node.attrs).filter(([name]) => !hidden.includes(name))),
    content: node.content.map((child) => (child.type === 'text' ? child : withoutPersons(child))),
  }
}
