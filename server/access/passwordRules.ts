import { AppError } from '#shared/core/appError.ts'

/** What guessers try first; with these and the login name taken out, something of one's own must be left. */
const OBVIOUS = [
  'password',
  'passw0rd',
  'パスワード',
  'qwertyuiop',
  'qwerty',
  'administrator',
  'admin',
  'letmein',
  'welcome',
]
const OWN_NAMES = ['tsunagi', 'つなぎ']

/** Unit: characters of one's own, and different ones, that a password needs at least. */
const LEAST_OWN = 6
const LONGEST_REPEATED = 10

const isRepetition = (text: string): boolean => {
  for (let length = 1; length <= LONGEST_REPEATED; length += 1) {
    const unit = text.slice(0, length)
    if (unit.repeat(Math.ceil(text.length / length)).slice(0, text.length) === text) return true
  }
  return false
}

/** True for a row of neighbours: abcdefg, 7654321. */
const isSequence = (text: string): boolean => {
  const steps = [...text].map((character, index, all) => character.charCodeAt(0) - (all[index - 1] ?? '').charCodeAt(0))
  return new Set(steps.slice(1)).size === 1
}

/**
 * Lets a password pass that a guesser would not try first. Its length is the request's own check.
 *
 * Throws: `invalidInput` with `tooCommon` for repetitions, rows of neighbours, and the usual words with little else.
 * Source: NIST SP 800-63B-4, blocklist.
 */
export function assertOwnPassword(password: string, loginName: string): void {
  const text = password.normalize('NFKC').toLowerCase()
  const taken = [loginName.normalize('NFKC').toLowerCase(), ...OBVIOUS, ...OWN_NAMES]
  const left = taken.reduce((rest, word) => rest.replaceAll(word, ''), text).replace(/[\d\s\p{P}\p{S}]/gu, '')
  if (isRepetition(text) || isSequence(text) || new Set(left).size < LEAST_OWN) {
    throw new AppError('invalidInput', { fields: ['password'], because: 'tooCommon' })
  }
}
