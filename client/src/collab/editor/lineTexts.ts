import { type Doc, type Item, UndoManager, XmlElement, XmlText } from 'yjs'
import { LINE_NODES } from '#shared/document/bodySchema.ts'

const isLine = new Set<string>(LINE_NODES)

const { _integrate } = XmlElement.prototype

/**
 * A line has its text from the moment it is made here, as those have that the server makes. y-tiptap 3.0.9 makes one with the
 * first letter: two who begin an empty line at once make two of them, and each page then writes the one's words into the other's,
 * so that they stand twice.
 */
XmlElement.prototype._integrate = function integrateWithText(this: XmlElement, doc: Doc, item: Item): void {
  const transaction = doc._transaction
  const isMadeHere = transaction?.local === true && !(transaction.origin instanceof UndoManager)
  const content: unknown[] | null = this._prelimContent
  if (isMadeHere && isLine.has(this.nodeName) && content?.length === 0) content.push(new XmlText())
  _integrate.call(this, doc, item)
}
