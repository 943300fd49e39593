import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '#shared/document/readBody.ts'
import { unsentText } from './unsentText.ts'

const AUTHOR = 7

function aBody() {
  const doc = new Y.Doc()
  doc.clientID = 3
  const lines = [new Y.XmlText('他人の文'), new Y.XmlText('')]
  for (const line of lines) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [line])
    bodyOf(doc).push([paragraph])
  }
  doc.clientID = AUTHOR
  const write = (line: number, text: string) => lines[line]?.insert(lines[line].length, text)
  return { doc, lines, write, clock: () => Y.getState(doc.store, AUTHOR) }
}

test('[KS5] only one’s own characters since the last ack are copied out, a line for each run', () => {
  const { doc, write, clock } = aBody()
  write(0, '保存された')
  const savedUpTo = clock()
  write(0, '未送信')
  write(1, '二行目')

  expect(unsentText(bodyOf(doc), AUTHOR, savedUpTo)).toBe('未送信\n二行目')
})

test('[KS5] what one has deleted again is not copied out, and a run that is half saved gives its other half', () => {
  const { doc, lines, write, clock } = aBody()
  write(1, '半分まで')
  lines[1]?.delete(3, 1)

  expect(unsentText(bodyOf(doc), AUTHOR, clock() - 2)).toBe('ま')
})

test('[LD5.5] [LD9.4] what one put into fields, and organisations that one named in a line, are copied out, and nobody else’s', () => {
  const { doc, lines, clock } = aBody()
  const element = (name: string, attributes: { readonly [name: string]: string }) => {
    const made = new Y.XmlElement(name)
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
    return made
  }
  doc.clientID = 3
  const task = element('actionItem', { blockId: 'blk_1', organisationName: '他人の機関', state: 'open' })
  bodyOf(doc).push([task])
  doc.clientID = AUTHOR
  task.setAttribute('personName', 'Eさ')
  const savedUpTo = clock()
  task.setAttribute('personName', 'Eさん')
  task.setAttribute('dueOn', '2026-12-04')
  const mention = element('organisationMention', { organisationId: 'org_1', organisationName: 'みなとの森' })
  const paragraph = lines[0]?.parent
  if (paragraph instanceof Y.XmlElement)
    paragraph.push([
      new Y.XmlText('次は'),
      mention,
      new Y.XmlText('に頼む'),
      new Y.XmlElement('hardBreak'),
      new Y.XmlText('急ぐ'),
    ])

  expect(unsentText(bodyOf(doc), AUTHOR, savedUpTo)).toBe('次はみなとの森に頼む\n急ぐ\nEさん\n2026-12-04')
  expect(unsentText(bodyOf(doc), AUTHOR, clock())).toBe('')
})

test('[LD5.63] the address of a link that one has put in is copied out behind its words, where they say something else', () => {
  const { doc, lines } = aBody()
  const link = (href: string) => ({ link: { href } })
  lines[1]?.insert(0, 'まず', {})
  lines[1]?.insert(2, '相談窓口', link('https://example.org/a'))
  lines[1]?.insert(6, 'mailto:a@example.org', link('mailto:a@example.org'))
  lines[1]?.insert(26, 'へ', { link: null })

  expect(unsentText(bodyOf(doc), AUTHOR, 0)).toBe('まず相談窓口（https://example.org/a）mailto:a@example.orgへ')
})
