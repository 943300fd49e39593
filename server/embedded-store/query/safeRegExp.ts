import { refused } from '../mongoError.ts'

const PLAIN = /[^\\^$.|?*+()[\]{}]/u
const ESCAPED = /[\\^$.|?*+()[\]{}\-/]/u

/**
 * A JavaScript expression that decides exactly as PCRE does, in time linear in the text: characters, `.`, `\d`, `\w`,
 * simple classes, `^` first, `$` last and at most one `?`, or `*` or `+` after `^`. Throws: MongoError (refused) for everything else.
 */
export function safeRegExp(pattern: string, options: string): RegExp {
  if (!/^[is]*$/.test(options)) throw refused(`$regex with the options "${options}"`)
  const isAnchored = pattern.startsWith('^')
  let source = isAnchored ? '^' : ''
  let rest = isAnchored ? pattern.slice(1) : pattern
  let repeats = 0
  while (rest !== '') {
    const part = nextPart(rest, options)
    const repeat = repeatAt(rest, part.length, isAnchored)
    repeats += repeat.length
    source += part.text + repeat
    rest = rest.slice(part.length + repeat.length)
  }
  if (repeats > 1) throw refused('$regex with more than one repeat')
  return new RegExp(source, options.includes('i') ? 'iu' : 'u')
}

interface Part {
  readonly length: number
  readonly text: string
}

function nextPart(left: string, options: string): Part {
  const [char = ''] = left
  if (left === '$') return { length: 1, text: '(?=\\n?(?![^]))' }
  if (char === '.') return { length: 1, text: options.includes('s') ? '[^]' : '[^\\n]' }
  if (char === '[') return simpleClass(left)
  if (char === '\\') return escaped(left, options)
  if (!PLAIN.test(char)) throw refused(`$regex with "${char}" here`)
  return { length: char.length, text: char }
}

function repeatAt(left: string, at: number, isAnchored: boolean): string {
  const [repeat = ''] = /^[*+?]+/.exec(left.slice(at)) ?? []
  if (repeat.length > 1) throw refused('$regex with a lazy or possessive repeat')
  if (repeat !== '' && (left === '$' || (repeat !== '?' && !isAnchored))) {
    throw refused('$regex with a repeat and no ^ before it')
  }
  return repeat
}

function escaped(left: string, options: string): Part {
  const [, char = ''] = left
  if (char === 'd') return { length: 2, text: '[0-9]' }
  if (char === 'w' && options.includes('i')) throw refused('$regex with \\w and the option i')
  if (char === 'w') return { length: 2, text: '[A-Za-z0-9_]' }
  if (!ESCAPED.test(char)) throw refused(`$regex with "\\${char}"`)
  return { length: 2, text: char === '-' ? '-' : `\\${char}` }
}

function simpleClass(left: string): Part {
  const found = /^\[\^?(?:[\p{L}\p{N}_](?:-[\p{L}\p{N}_])?)+\]/u.exec(left)
  if (!found) throw refused('$regex with a class like this')
  return { length: found[0].length, text: found[0] }
}
