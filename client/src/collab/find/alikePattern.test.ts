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

const matchIn = (pattern: string, text: string): string | null => new RegExp(pattern, 'iu').exec(text)?.[0] ?? null

test('[LD5.75] a name is found whichever shape of its kanji was chosen, and with the whole of it', () => {
  for (const written of ['葛\u{e0100}城', '葛\u{e0101}城', '葛\ufe00城', '葛城', '神\ufe00葛城\u{e0102}']) {
    const whole = written.replace('神\ufe00', '')
    expect([matchIn(alikePattern('葛城'), written), matchIn(alikePattern('葛\u{e0100}城'), written)]).toEqual([
      whole,
      whole,
    ])
  }
})

test('[LD5.75] kana whose voicing is a sign of its own, as in names out of a PDF, are found as those in one sign', () => {
  for (const [one, other] of [
    ['がじゅまる', 'か\u3099し\u3099ゅまる'],
    ['パート', 'ハ\u309aート'],
  ] as const)
    expect([finds(alikePattern(one), other), finds(alikePattern(other), one)]).toEqual([true, true])
})

test('[LD5.75] no sign is torn from what belongs to it, exact or alike', () => {
  for (const pattern of [alikePattern, exactPattern]) {
    expect(matchIn(pattern('は'), 'は\u3099')).toBe(null)
    expect(matchIn(pattern('ﾊ'), 'ﾊﾞ')).toBe(null)
  }
  expect(matchIn(exactPattern('葛'), '葛\u{e0100}')).toBe(null)
  // The old shape of a name's kanji, as a sign of its own.
  expect(matchIn(alikePattern('\ufa19'), '\ufa19')).toBe('\ufa19')
  expect([alikePattern(''), alikePattern('\u{e0100}'), exactPattern('')]).toEqual(['', '', ''])
})
