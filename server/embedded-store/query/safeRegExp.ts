import { MongoError, refused } from '../mongoError.ts'

/** Perhaps `^`, then characters that stand for themselves, and signs with a `\` before them that then do so too. */
const PLAIN = /^\^?(?:[^\\^$.|?*+()[\]{}]|\\[\\^$.|?*+()[\]{}/])*$/u

const MAX_LENGTH = 10_000

/** An expression that decides exactly as PCRE does, in time linear in the text. Throws: MongoError (refused) for any but plain ones. */
export function safeRegExp(pattern: string, options: string): RegExp {
  if (options !== '' && options !== 'i') throw refused(`$regex with the options "${options}"`)
  if (pattern.includes('\0'))
    throw new MongoError('BadValue', 'Regular expression cannot contain an embedded null byte')
  // Far longer ones are refused by PCRE and by V8, each at a length of its own.
  if (pattern.length > MAX_LENGTH) throw refused(`$regex of more than ${MAX_LENGTH} characters`)
  if (!PLAIN.test(pattern)) throw refused('$regex by more than characters and a ^ before them')
  return new RegExp(pattern, `u${options}`)
}
