import * as Y from 'yjs'
import { isNodeName } from './bodyStructure.ts'
import { bodyOf } from './readBody.ts'

/** Text of one writer that was written in one go: the client id it was written under, and the clock of its first code unit. */
export interface WrittenRun {
  readonly text: string
  readonly clientId: number
  readonly clock: number
}

/** One line of the body and who wrote what in it, in reading order. */
export interface WrittenLine {
  /** The innermost block with an id around the text; null outside any. */
  readonly blockId: string | null
  readonly runs: readonly WrittenRun[]
}

/** Every visible character of a body with the client id and clock it was written under. A run never spans two ids or a gap of the clock. */
export function readWriting(doc: Y.Doc): readonly WrittenLine[] {
  const lines: WrittenLine[] = []
  collect(bodyOf(doc), null, lines)
  return lines
}

function collect(parent: Y.XmlFragment, blockId: string | null, lines: WrittenLine[]): void {
  const runs: WrittenRun[] = []
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) runs.push(...runsOf(child))
    else if (child instanceof Y.XmlElement && isNodeName(child.nodeName)) {
      const mention = mentionOf(child)
      if (mention !== null) runs.push(mention)
      else collect(child, child.getAttribute('blockId') ?? blockId, lines)
    }
  }
  if (runs.length > 0) lines.push({ blockId, runs })
}

function runsOf(text: Y.XmlText): readonly WrittenRun[] {
  const runs: WrittenRun[] = []
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue
    const { client, clock } = item.id
    const last = runs.at(-1)
    if (last !== undefined && last.clientId === client && last.clock + last.text.length === clock) {
      runs[runs.length - 1] = { ...last, text: last.text + item.content.str }
    } else runs.push({ text: item.content.str, clientId: client, clock })
  }
  return runs
}

function mentionOf(element: Y.XmlElement): WrittenRun | null {
  const item = element._item
  if (element.nodeName !== 'organisationMention' || item === null) return null
  const name = element.getAttribute('organisationName')
  return typeof name === 'string' ? { text: name, clientId: item.id.client, clock: item.id.clock } : null
}
