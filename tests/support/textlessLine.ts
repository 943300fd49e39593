import * as Y from 'yjs'
import { bodyOf } from '#shared/document/readBody.ts'
import type { TwoEditors } from './twoEditors.ts'

/** Tears the first line at `place`, its end, and makes the new one a line without a text, as editors of before left them. */
export function addTextlessLine(both: TwoEditors, place: number): TwoEditors {
  both.writer.editor.chain().setTextSelection(place).splitBlock().run()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(both.writer.net))
  const section = bodyOf(doc).get(0)
  const line = section instanceof Y.XmlElement ? section.get(1) : null
  if (!(line instanceof Y.XmlElement) || line.length !== 1) throw new Error('no second line with a text')
  doc.on('update', both.sendBoth)
  line.delete(0, 1)
  return both
}
