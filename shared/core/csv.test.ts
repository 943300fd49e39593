import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('[CL3.16] a table is written as RFC 4180 has it, with the mark by which Excel knows the letters', () => {
  expect(
    csvOf([
      ['氏名', '役職'],
      ['Aさん', ''],
    ]),
  ).toBe('\uFEFF氏名,役職\r\nAさん,\r\n')
  expect(csvOf([])).toBe('\uFEFF')
})

test('[CL3.16] a comma, a quotation mark, a line and a space at an end stay within their cell', () => {
  const line = (text: string) => csvOf([[text, 'x']]).slice(1)
  expect(['a,b', 'a"b', 'a\nb', 'a\r\nb', ' a', 'a '].map(line)).toEqual([
    ...['"a,b",x\r\n', '"a""b",x\r\n', '"a\nb",x\r\n', '"a\r\nb",x\r\n', '" a",x\r\n', '"a ",x\r\n'],
  ])
})

test('[CL3.16] no text is worked out as a formula, and what only holds such a sign is left alone', () => {
  const cell = (text: string) => csvOf([[text]]).slice(1, -2)
  const beginnings = ['=1+1', '+81', '-2', '@SUM(A1)', '＝1', '＋1', '－1', '＠a']
  expect(beginnings.map(cell)).toEqual(beginnings.map((text) => `'${text}`))
  expect(['\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'].map(cell)).toEqual([
    ...[`'\t=1`, `"'\r=1"`, `"'\n=1"`, `"'=HYPERLINK(""http://x"",""y"")"`],
  ])
  expect(['a=b', 'A-1', 'a@b', "'a", '〜2'].map(cell)).toEqual(['a=b', 'A-1', 'a@b', "'a", '〜2'])
})
