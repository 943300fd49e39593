import { expect, test } from 'vitest'
import { alikePattern, exactPattern } from './alikePattern.ts'

const finds = (pattern: string, text: string): boolean => new RegExp(`^${pattern}$`, 'iu').test(text)

test('[LD5.18] a word is found in full and half width, capital and small, whichever of them one types', () => {
  const writtenAlike = [
    ['ABC-1', 'ＡＢＣ－１'],
    ['ガイドブック', 'ｶﾞｲﾄﾞﾌﾞｯｸ'],
    ['パート 2', 'ﾊﾟｰﾄ　２'],
    ['「引受」（済）', '｢引受｣(済)'],
    ['abc', 'AbC'],
  ] as const

  for (const [one, other] of writtenAlike) {
    expect([finds(alikePattern(one), other), finds(alikePattern(other), one)]).toEqual([true, true])
  }
})

test('[LD5.18] what only looks alike is something else, and every sign stands for itself', () => {
  expect(finds(alikePattern('ひきこもり'), 'ヒキコモリ')).toBe(false)
  expect(finds(alikePattern('1'), '①')).toBe(false)
  expect(finds(alikePattern('①'), '①')).toBe(true)
  expect(finds(alikePattern('は'), 'ば')).toBe(false)
  expect(finds(alikePattern('ハ'), 'バ')).toBe(false)
  for (const text of ['a.b*c?', '(1)[2]{3}', '^$|\\/+', '𠮷野家', 'C:\\x']) {
    expect([finds(alikePattern(text), text), finds(exactPattern(text), text)]).toEqual([true, true])
  }
  expect(finds(alikePattern('a.b'), 'axb')).toBe(false)
  expect(finds(exactPattern('ABC'), 'ＡＢＣ')).toBe(false)
})
