import * as Y from 'yjs'
import { addressSaid, linkAt } from '#shared/document/unseenWords.ts'

/** What a node says in words besides its text: the names and days of its fields, the organisation that a mention names. */
const WORDS_IN_ATTRIBUTES = ['memberName', 'organisationName', 'personName', 'dueOn'] as const

/** Whose words are sought: those of `author` from `clock` on. */
export interface Own {
  readonly author: number
  readonly clock: number
}

const isOwn = ({ id, length, deleted }: Y.Item, { author, clock }: Own): boolean =>
  !deleted && id.client === author && id.clock + length > clock

/** What was written into one run of text and nobody has deleted, with the addresses of links. */
function ownText(text: Y.XmlText, own: Own): string {
  let [written, href, from] = ['', '', 0]
  for (let item = text._start; item !== null; item = item.right) {
    if (!isOwn(item, own)) continue
    const next = linkAt(item)
    if (next !== null) {
      if (href !== '') written += addressSaid(written.slice(from), href)
      href = next
      from = written.length
    }
    if (item.content instanceof Y.ContentString)
      written += item.content.str.slice(Math.max(0, own.clock - item.id.clock))
  }
  return written
}

/** What was put into the fields of one node and stands there still. */
function ownFields(node: Y.XmlElement, own: Own): readonly string[] {
  return WORDS_IN_ATTRIBUTES.flatMap((name) => {
    const item = node._map.get(name)
    const value = node.getAttribute(name)
    return item !== undefined && isOwn(item, own) && typeof value === 'string' ? [value] : []
  })
}

/** Adds the lines below `node`; answers what stands in it as text, with the organisations that are named in it. */
function collect(node: Y.XmlFragment, own: Own, lines: string[]): string {
  let line = ''
  for (const child of node.toArray()) {
    if (child instanceof Y.XmlText) line += ownText(child, own)
    if (!(child instanceof Y.XmlElement)) continue
    if (child.nodeName === 'organisationMention') line += ownFields(child, own).join('')
    else if (child.nodeName === 'hardBreak') line += '\n'
    else lines.push(collect(child, own, lines), ...ownFields(child, own))
  }
  return line
}

/** Only one's own words: after a right has ended nobody else's may be copied out. One line for each line and field. */
export function unsentText(body: Y.XmlFragment, author: number, clock: number): string {
  const lines: string[] = []
  lines.push(collect(body, { author, clock }, lines))
  return lines
    .flatMap((line) => line.split('\n'))
    .filter((line) => line !== '')
    .join('\n')
}

/** The same of a page that has taken one id after another (KS28): from `since` on, or all of it. */
export function textSince(body: Y.XmlFragment, ids: ReadonlySet<number>, since: Own | null): string {
  const runs = [...ids]
    .slice(since === null ? 0 : [...ids].indexOf(since.author))
    .map((id) => unsentText(body, id, id === since?.author ? since.clock : 0))
  return runs.filter((run) => run !== '').join('\n')
}
