import * as Y from 'yjs'

/** What `author` wrote into one run of text from `clock` on and nobody has deleted. */
function ownText(text: Y.XmlText, author: number, clock: number): string {
  let own = ''
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || item.id.client !== author || !(item.content instanceof Y.ContentString)) continue
    own += item.content.str.slice(Math.max(0, clock - item.id.clock))
  }
  return own
}

/** Only one's own characters: after a right has ended nobody else's words may be copied out. One line per run of text. */
export function unsentText(body: Y.XmlFragment, author: number, clock: number): string {
  const lines: string[] = []
  const visit = (node: Y.XmlFragment): void => {
    for (const child of node.toArray()) {
      if (child instanceof Y.XmlElement) visit(child)
      else if (child instanceof Y.XmlText) lines.push(ownText(child, author, clock))
    }
  }
  visit(body)
  return lines.filter((line) => line !== '').join('\n')
}
