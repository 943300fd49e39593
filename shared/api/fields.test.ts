import { expect, test } from 'vitest'
import { lineField } from './fields.ts'

test('[AC7.12] what a person typed as one line is kept as one line', () => {
  const kept = [
    '山田\t太郎',
    '第3回\r\n個別ケース会議',
    'かも\u0000め',
    'みなと\u2028市役所',
    '\n会議室\n',
    '山田　太郎',
  ].map((text) => lineField(100).parse(text))
  expect(kept).toEqual(['山田 太郎', '第3回 個別ケース会議', 'かも め', 'みなと 市役所', '会議室', '山田　太郎'])
})

test('[AC7.23] a name turns nothing around that stands beside it', () => {
  const turning = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069']

  // A mark of a direction turns nothing around by itself, but the figures and brackets that come after it.
  turning.push('\u061c', '\u200e', '\u200f')

  expect(turning.map((mark) => lineField(100).parse(`山${mark}田${mark}`))).toEqual(turning.map(() => '山田'))
  expect(['\u202e', '\u200f'].map((mark) => lineField(100).safeParse(mark).success)).toEqual([false, false])
})

test('[AC7.12] a line of nothing but breaks is empty', () => {
  expect(lineField(100).safeParse('\u0000\r\n\u0000').success).toBe(false)
})
