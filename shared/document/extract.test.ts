import { expect, test } from 'vitest'
import { bodyRows } from './bodyRows.ts'
import { drawExtract, type ExtractElement, type ExtractNode } from './extract.ts'
import { plainText } from './plainText.ts'

const words = (text: string): ExtractNode => ({ type: 'text', text, marks: [] })
const block = (
  type: ExtractElement['type'],
  attrs: ExtractElement['attrs'],
  ...content: readonly ExtractNode[]
): ExtractElement => ({
  type,
  attrs,
  content,
})

const ORGANISATION = { organisationId: 'org_1', organisationName: '架空市福祉課' }
const NOTE = block(
  'body',
  {},
  block(
    'formSection',
    { sectionKey: 'discussion', title: '協議' },
    block(
      'speaker',
      { blockId: 'b1', memberId: 'mem_1', memberName: 'Cさん', ...ORGANISATION },
      words('住まいを先に探す'),
    ),
    block('paragraph', { blockId: 'b2' }, words('一行目'), block('hardBreak', {}), words('二行目')),
    block(
      'actionItem',
      { blockId: 'b3', ...ORGANISATION, personName: 'Bさん', dueOn: '2026-12-10', state: 'takenBack' },
      block('organisationMention', ORGANISATION),
      words('へ電話する'),
    ),
  ),
  block('decision', { blockId: 'b4' }, words('方針を決める')),
  block('actionItem', { blockId: 'b3', dueOn: '2026-02-30', state: 'unheard' }, words('無期限')),
  block('decision', {}, words('まだ番号のない決定')),
)

test('[LD3.2] the projected page names organisations and no person that stands in an attribute', () => {
  const projected = JSON.stringify(drawExtract(NOTE, { face: 'projector' }))

  expect(['Bさん', 'Cさん', 'mem_1'].filter((word) => projected.includes(word))).toEqual([])
  expect(projected).toContain('架空市福祉課')
  expect(drawExtract(NOTE, { face: 'full' })).toEqual(NOTE)
})

test('[LD3.3] search and plain print have the words of the body, those of its attributes too, a line for each block', () => {
  expect(plainText(NOTE).split('\n')).toEqual([
    '協議',
    'Cさん（架空市福祉課）：住まいを先に探す',
    '一行目',
    '二行目',
    '架空市福祉課へ電話する（架空市福祉課　Bさん　2026-12-10）',
    '方針を決める',
    '無期限（2026-02-30）',
    'まだ番号のない決定',
  ])
})

test('[LD3.4] a decision or action item in the body is a row under its block, with its section, its words and what is unfilled left null', () => {
  const { decisions, actionItems } = bodyRows(NOTE)

  expect(decisions).toEqual([{ blockId: 'b4', sectionKey: null, text: '方針を決める', state: 'decided' }])
  expect(actionItems).toEqual([
    {
      blockId: 'b3',
      sectionKey: 'discussion',
      text: '架空市福祉課へ電話する',
      state: 'takenBack',
      ...ORGANISATION,
      personName: 'Bさん',
      dueOn: '2026-12-10',
    },
    {
      blockId: 'b3~2',
      sectionKey: null,
      text: '無期限',
      state: 'open',
      organisationId: null,
      organisationName: null,
      personName: null,
      dueOn: null,
    },
  ])
})

test('[LD3.3] of a speaker only what is known of them is said', () => {
  const spoken = ({ attrs }: Pick<ExtractElement, 'attrs'>) => plainText(block('speaker', attrs, words('賛成')))

  expect([
    spoken({ attrs: { memberName: 'Cさん' } }),
    spoken({ attrs: { organisationName: '架空市福祉課' } }),
    spoken({ attrs: {} }),
  ]).toEqual(['Cさん：賛成', '（架空市福祉課）：賛成', '賛成'])
})
