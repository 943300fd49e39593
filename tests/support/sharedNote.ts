import { expect } from 'vitest'
import * as Y from 'yjs'
import { checkUpdate, type UpdateFault, type Verdict } from '#server/collab/check/checkUpdate.ts'
import { viewOf } from '#server/collab/check/documentView.ts'
import { seedSections } from '#shared/document/conferenceNote.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type RawId, type RawStruct, rawUpdate } from './rawUpdate.ts'

export const SERVER_ID = 1

/** A conference note of two sections, as the server makes it. The server's structs are under `SERVER_ID`. */
export function aNote(): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = SERVER_ID
  let count = 0
  const sections = [
    { sectionKey: 'progress', title: '経過' },
    { sectionKey: 'discussion', title: '協議' },
  ]
  seedSections(doc, sections, () => `blk_${++count}`)
  return doc
}

/** A replica of a document under an id of its own, and what it has written since. */
export interface Replica {
  readonly doc: Y.Doc
  readonly sent: Uint8Array[]
  /** The first paragraph's text. */
  text(): Y.XmlText
}

export function aReplica(of: Y.Doc, clientId: number): Replica {
  const doc = new Y.Doc()
  doc.clientID = clientId
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(of))
  const sent: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'received') sent.push(update)
  })
  return { doc, sent, text: () => textOf(firstParagraph(doc)) }
}

export function firstParagraph(doc: Y.Doc): Y.XmlElement {
  const section = bodyOf(doc).get(0)
  const paragraph = section instanceof Y.XmlElement ? section.get(0) : null
  if (!(paragraph instanceof Y.XmlElement)) throw new Error('a seeded note begins with a paragraph in a section')
  return paragraph
}

function textOf(paragraph: Y.XmlElement): Y.XmlText {
  const text = paragraph.get(0)
  if (!(text instanceof Y.XmlText)) throw new Error('a seeded paragraph has a text')
  return text
}

/** What the server would do with an update of a sender who owns `ids`; an accepted one is in the document afterwards. */
export function receive(server: Y.Doc, update: Uint8Array, ids: readonly number[]): Verdict {
  const verdict = checkUpdate(
    update,
    viewOf({ doc: server }, (id) => ids.includes(id)),
  )
  if (verdict.verdict === 'apply') Y.applyUpdate(server, verdict.update)
  return verdict
}

export const MEMBER_A = 101
export const MEMBER_B = 202

/** What the server says to structs that member B makes at the start of a life in the note; what it does not take leaves the note as it was. */
export function verdictOn(...structs: readonly RawStruct[]): Verdict {
  const server = aNote()
  const before = Y.encodeStateAsUpdate(server)
  const verdict = receive(server, rawUpdate([{ client: MEMBER_B, clock: 0, structs }]), [MEMBER_B])
  if (verdict.verdict !== 'apply') expect(Y.encodeStateAsUpdate(server)).toEqual(before)
  return verdict
}

export const refusedFor = (fault: UpdateFault) => ({ verdict: 'refused', fault }) as const

/** The id of the first paragraph of a seeded note. */
export const paragraphId = (): RawId => idOf(firstParagraph(aNote()))

/** The id of the text in it. */
export const textId = (): RawId => idOf(textOf(firstParagraph(aNote())))

function idOf({ _item: item }: Y.XmlElement | Y.XmlText): RawId {
  if (item === null) throw new Error('what stands in a document has an item')
  return [item.id.client, item.id.clock]
}
