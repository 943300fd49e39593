import * as Y from 'yjs'
import type { NodeName } from './bodySchema.ts'
import { bodyOf } from './readBody.ts'

/** One heading of the council's form (様式): its key and its words at the time the document is made. */
export interface SectionSeed {
  readonly sectionKey: string
  readonly title: string
}

/** The origin of what the server itself writes into a document, so that nobody's undo takes it back. */
export const ROOM_ORIGIN = { from: 'room' } as const

/**
 * Writes the form's sections into a new document, each with one empty paragraph, in one transaction of `ROOM_ORIGIN`.
 * `newBlockId` hands out a fresh id for each block.
 *
 * Throws: a plain error when the body already holds something, since a second seeding would double the form for everybody.
 */
export function seedSections(doc: Y.Doc, sections: readonly SectionSeed[], newBlockId: () => string): void {
  const body = bodyOf(doc)
  if (body.length > 0) throw new Error('a document is seeded once')
  doc.transact(() => {
    body.push(sections.map((section) => sectionElement(section, newBlockId)))
  }, ROOM_ORIGIN)
}

function sectionElement({ sectionKey, title }: SectionSeed, newBlockId: () => string): Y.XmlElement {
  const section = element('formSection', { blockId: newBlockId(), sectionKey, title })
  const paragraph = element('paragraph', { blockId: newBlockId() })
  // Without a text of its own each of two who begin it at once would bring one, and the line would read twice.
  paragraph.insert(0, [new Y.XmlText()])
  section.insert(0, [paragraph])
  return section
}

function element(name: NodeName, attributes: { readonly [attribute: string]: string }): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  return made
}
