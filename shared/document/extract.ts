import type { DocumentId } from '#shared/core/ids.ts'
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

/** `full` shows everything; `projector` (投影画面, and whoever is to learn no names) names organisations, not persons. */
export type ExtractFace = 'full' | 'projector'

/** A document, and what of it is shown. */
export interface DocumentFace {
  readonly documentId: DocumentId
  readonly face: ExtractFace
}

/** Where the body says who a person is, apart from the text itself, and what stands there instead. An action item that is somebody's is not to look like nobody's. */
const PERSON_ATTRIBUTES: { readonly [node in NodeName]?: { readonly [attribute: string]: string | null } } = {
  speaker: { memberId: null, memberName: null },
  actionItem: { personName: '○○' },
}

/** The body as one face may see it: the projector's has no attribute that names a person. Text that someone typed is left as it is. */
export function drawExtract(tree: ExtractElement, { face }: { readonly face: ExtractFace }): ExtractElement {
  return face === 'full' ? tree : withoutPersons(tree)
}

function withoutPersons(node: ExtractElement): ExtractElement {
  const hidden = node.type === 'body' ? {} : (PERSON_ATTRIBUTES[node.type] ?? {})
  const shown = Object.entries(node.attrs).flatMap(([name, value]): [string, AttributeValue][] => {
    const instead = hidden[name]
    if (instead === undefined || (instead !== null && value === '')) return [[name, value]]
    return instead === null ? [] : [[name, instead]]
  })
  return {
    type: node.type,
    attrs: Object.fromEntries(shown),
    content: node.content.map((child) => (child.type === 'text' ? child : withoutPersons(child))),
  }
}
