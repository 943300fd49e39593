import { refused } from '../mongoError.ts'

/** Perhaps `^`, then characters that stand for themselves, and signs with a `\` before them that then do so too. */
const PLAIN = /^\^?(?:[^\\^$.|?*+()[\]{}]|\\[\\^$.|?*+()[\]{}/])*$/u

/** An expression that decides exactly as PCRE does, in time linear in the text. Throws: MongoError (refused) for any but plain ones. */
export function safeRegExp(pattern: string, options: string): RegExp {
  if (options !== '' && options !== 'i') throw refused(`$regex with the options "${options}"`)
  if (!PLAIN.test(pattern)) throw refused('$regex by more than characters and a ^ before them')
  return new RegExp(pattern, `u${options}`)
}
