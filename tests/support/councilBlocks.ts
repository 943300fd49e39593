import * as Y from 'yjs'
import type { ActionItemState, DecisionState } from '#shared/document/bodySchema.ts'
import { bodyOf } from '#shared/document/readBody.ts'

let made = 0

function addBlock(doc: Y.Doc, name: string, text: string, fields: { readonly [name: string]: string }): void {
  const [block, line] = [new Y.XmlElement(name), new Y.XmlText()]
  made += 1
  for (const [field, value] of Object.entries({ blockId: `made${made}`, ...fields })) block.setAttribute(field, value)
  line.insert(0, text)
  block.insert(0, [line])
  bodyOf(doc).push([block])
}

/** Writes a 決定事項 at the end of a note, as its block in the editor would. */
export const addDecision = (doc: Y.Doc, text: string, fields: { readonly state?: DecisionState } = {}): void =>
  addBlock(doc, 'decision', text, fields)

interface Fields {
  readonly state?: ActionItemState
  readonly organisationName?: string
  readonly personName?: string
  readonly dueOn?: string
}

/** Writes a 対応事項 at the end of a note. */
export const addActionItem = (doc: Y.Doc, text: string, fields: Fields = {}): void =>
  addBlock(doc, 'actionItem', text, { ...fields })

/** Writes what somebody said (発言者) at the end of a note. */
export const addSpeech = (
  doc: Y.Doc,
  text: string,
  fields: { readonly memberId: string; readonly memberName: string; readonly organisationName: string },
): void => addBlock(doc, 'speaker', text, fields)
