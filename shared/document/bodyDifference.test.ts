import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareBodies,
  type DifferenceElement,
  type DifferenceNode,
  differenceSize,
  withoutRemoved,
} from './bodyDifference.ts'
import type { ExtractElement, ExtractMark, ExtractNode, ExtractText } from './extract.ts'
import { plainText } from './plainText.ts'

const text = (words: string, marks: readonly ExtractMark[] = []): ExtractText => ({ type: 'text', text: words, marks })
const paragraph = (blockId: string, ...content: readonly ExtractNode[]): ExtractElement => ({
  type: 'paragraph',
  attrs: { blockId },
  content,
})
const body = (...content: readonly ExtractNode[]): ExtractElement => ({ type: 'body', attrs: {}, content })

/** One side of a difference, as the body it was. */
function sideOf(node: DifferenceElement, gone: 'added' | 'removed'): ExtractElement {
  const content = joined(node.content.flatMap((child) => (child.change === gone ? [] : [asNode(child, gone)])))
  const attrs = gone === 'added' ? (node.attrsBefore ?? node.attrs) : node.attrs
  return { type: node.type, attrs, content }
}
const asNode = (node: DifferenceNode, gone: 'added' | 'removed'): ExtractNode =>
  node.type === 'text' ? text(node.text, node.marks) : sideOf(node, gone)

/** Runs with the same marks side by side read as one. */
function joined(nodes: readonly ExtractNode[]): readonly ExtractNode[] {
  const out: ExtractNode[] = []
  for (const node of nodes) {
    const last = out.at(-1)
    if (last?.type === 'text' && node.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(node.marks)) {
      out[out.length - 1] = text(last.text + node.text, last.marks)
    } else out.push(node.type === 'text' ? node : { ...node, content: joined(node.content) })
  }
  return out
}

const changesIn = (node: DifferenceNode): readonly string[] => [
  node.change,
  ...(node.type === 'text' ? [] : node.content.flatMap(changesIn)),
]

const words = fc.constantFrom('支援', '計画', 'の', '会議', '、', 'see ', '住まい', '😀', 'を', '調整する。')
const line = fc.array(
  fc.record({ text: fc.array(words, { minLength: 1, maxLength: 6 }).map((all) => all.join('')), bold: fc.boolean() }),
  { maxLength: 3 },
)
const block: fc.Arbitrary<ExtractNode> = fc
  .record({
    id: fc.integer({ min: 0, max: 12 }),
    runs: line,
    kind: fc.constantFrom('paragraph', 'heading', 'tableRow'),
  })
  .map(({ id, runs, kind }) => ({
    type: kind as 'paragraph',
    attrs: kind === 'tableRow' ? {} : { blockId: `b${id}` },
    content: joined(runs.map((run) => text(run.text, run.bold ? [{ type: 'bold', attrs: {} }] : []))),
  }))
const anyBody = fc.array(block, { maxLength: 12 }).map((content) => body(...content))

test('[LD6.4] leaving out what was added gives the body before, leaving out what was removed the body after', () => {
  fc.assert(
    fc.property(anyBody, anyBody, (before, after) => {
      const difference = compareBodies(before, after)

      expect(sideOf(difference, 'added')).toEqual(before)
      expect(sideOf(difference, 'removed')).toEqual(after)
    }),
    { numRuns: 150 },
  )
})

test('[LD6.4] two equal bodies differ in nothing', () => {
  fc.assert(
    fc.property(anyBody, (one) => {
      expect(new Set(changesIn(compareBodies(one, one)))).toEqual(new Set(['same']))
    }),
  )
})

test('[LD6.4] a changed word is one word out and one in, and a new block is one block, wherever it stands', () => {
  const before = body(paragraph('a', text('住まいの確保について市と調整する。')), paragraph('b', text('終わり。')))
  const after = body(
    paragraph('a', text('住まいの確保について県と調整する。')),
    paragraph('new', text('体調は落ち着いている。')),
    paragraph('b', text('終わり。')),
  )

  const difference = compareBodies(before, after)

  expect(difference.content.map(({ change }) => change)).toEqual(['same', 'added', 'same'])
  const [changed] = difference.content
  expect(
    changed?.type === 'text' ? [] : changed?.content.map(({ change, ...run }) => [change, 'text' in run && run.text]),
  ).toEqual([
    ['same', '住まいの確保について'],
    ['removed', '市'],
    ['added', '県'],
    ['same', 'と調整する。'],
  ])
  expect(differenceSize(difference)).toEqual({ added: 12, removed: 1, blocks: 1 })
})

test('[LD6.4] a row of a table whose cell changed is a changed cell, not another table', () => {
  const row = (words: string): ExtractNode => ({
    type: 'tableRow',
    attrs: {},
    content: [{ type: 'tableCell', attrs: {}, content: [paragraph('p', text(words))] }],
  })
  const table = (...rows: readonly ExtractNode[]) => body({ type: 'table', attrs: { blockId: 't' }, content: rows })

  const difference = compareBodies(table(row('一'), row('古い話')), table(row('一'), row('新しい話')))

  expect(differenceSize(difference)).toEqual({ added: 3, removed: 2, blocks: 0 })
})

test('[LD6.5] what is shown to a reader holds no word and no attribute that was taken out', () => {
  const before = body(
    { type: 'actionItem', attrs: { blockId: 'a', personName: 'Zさん' }, content: [text('秘密の言葉を残す')] },
    paragraph('gone', text('消えた段落')),
  )
  const after = body({ type: 'actionItem', attrs: { blockId: 'a' }, content: [text('残す')] })

  const shown = JSON.stringify(withoutRemoved(compareBodies(before, after)))

  expect(['秘密', '消えた', 'Zさん'].filter((words_) => shown.includes(words_))).toEqual([])
  expect(shown).toContain('残す')
})

test('[LD6.4] a document of a hundred thousand characters is compared in the time of a request, also with one written anew', () => {
  const long = (seed: string) =>
    body(
      ...Array.from({ length: 1_000 }, (_, at) =>
        paragraph(`b${at}`, text(`${seed}${at}番目の段落に書かれた文。`.repeat(5))),
      ),
    )
  const start = performance.now()
  compareBodies(long('甲の'), long('乙の'))
  const apart = body(paragraph('x', text(plainText(long('甲の')))))
  compareBodies(apart, body(paragraph('x', text(plainText(long('丙は'))))))

  expect(performance.now() - start).toBeLessThan(3_000)
})
