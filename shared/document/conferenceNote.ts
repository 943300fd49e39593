import * as Y from 'yjs'
import type { NodeName } from './bodySchema.ts'
import { bodyOf } from './readBody.ts'

/** One block of text that a document begins with. */
export interface BlockSeed {
  readonly name: NodeName
  readonly text: string
  readonly attributes?: { readonly [attribute: string]: string }
}

/** One heading of the council's form (様式): its key and its words at the time the document is made, and what stands under it. */
export interface SectionSeed {
  readonly sectionKey: string
  readonly title: string
  /** One empty paragraph where there is nothing. */
  readonly blocks?: readonly BlockSeed[]
}

/** The origin of what the server itself writes into a document, so that nobody's undo takes it back. */
export const ROOM_ORIGIN = { from: 'room' } as const

/**
 * Writes the form's sections into a new document, in one transaction of `ROOM_ORIGIN`.
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

const NOTHING_YET: BlockSeed = { name: 'paragraph', text: '' }

function sectionElement({ sectionKey, title, blocks = [] }: SectionSeed, newBlockId: () => string): Y.XmlElement {
  const section = element('formSection', { blockId: newBlockId(), sectionKey, title })
  const written = blocks.length === 0 ? [NOTHING_YET] : blocks
  section.insert(
    0,
    written.map(({ name, text, attributes }) => {
      const block = element(name, { blockId: newBlockId(), ...attributes })
      // Without a text of its own each of two who begin it at once would bring one, and the line would read twice.
      block.insert(0, [new Y.XmlText(text)])
      return block
    }),
  )
  return section
}

function element(name: NodeName, attributes: { readonly [attribute: string]: string }): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  return made
}
