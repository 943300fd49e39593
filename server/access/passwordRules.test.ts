import { expect, test } from 'vitest'
import { assertOwnPassword } from './passwordRules.ts'

const passes = (password: string, loginName = 'b-san') => {
  try {
    assertOwnPassword(password, loginName)
    return true
  } catch {
    return false
  }
}

test('[AC7.5] repetitions, rows and the usual words are refused; a phrase of one’s own is not', () => {
  const guessed = [
    'aaaaaaaaaaaaaaaa',
    'passwordpassword',
    'Password123456789',
    '123456789012345678',
    'abcdefghijklmnopqr',
    'みなとの朝はみなとの朝はみなとの朝は',
    'B-san-password-2026!',
    'ｐａｓｓｗｏｒｄパスワード2026',
  ]
  const own = ['みなとの朝はいつも静かです2026', 'correct horse battery staple', 'a long enough pass phrase']

  expect(guessed.map((one) => passes(one))).toEqual(guessed.map(() => false))
  expect(own.map((one) => passes(one))).toEqual(own.map(() => true))
  expect(['Sumire-Tanaka-2026!', 'ｓｕｍｉｒｅ-tanaka2026'].map((one) => passes(one, 'sumire-tanaka'))).toEqual([
    false,
    false,
  ])
  expect(passes('Sumire-Tanaka-2026!', 'b-san')).toBe(true)
})
