import { expect, test } from 'vitest'
import { assertOwnPassword } from './passwordRules.ts'

const passes = (password: string) => {
  try {
    assertOwnPassword(password, 'b-san')
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
    'B-san-password-2026!',
    'ｐａｓｓｗｏｒｄパスワード2026',
  ]
  const own = ['みなとの朝はいつも静かです2026', 'correct horse battery staple', 'a long enough pass phrase']

  expect(guessed.map(passes)).toEqual(guessed.map(() => false))
  expect(own.map(passes)).toEqual(own.map(() => true))
})
