import { refused } from '../mongoError.ts'

const PLAIN = /[^\\^$.|?*+()[\]{}]/u
const ESCAPED = /[\\^$.|?*+()[\]{}\-/]/u

/**
 * A JavaScript expression that decides exactly as PCRE does, in time linear in the text: characters, `.`, `\d`, `\w`,
 * simple classes, `^` first, `$` last and at most one `?`, or `*` or `+` after `^`. Throws: MongoError (refused) for everything else.
 */
export function safeRegExp(pattern: string, options: string): RegExp {
  if (!/^[is]*$/.test(options)) throw refused(`$regex with the options "${options}"`)
  let source = ''
  let rest = pattern
  let repeats = 0
  while (rest !== '') {
    const { length, text } = nextPart(rest, rest === pattern)
    rest = rest.slice(length)
    source += text
    if (/^[*+?]/.test(rest) && text !== '^') {
      if (/^.[*+?]/.test(rest)) throw refused('$regex with a lazy or possessive repeat')
      if (!rest.startsWith('?') && !source.startsWith('^')) throw refused('$regex with a repeat and no ^ before it')
      repeats += 1
      source += rest[0] ?? ''
      rest = rest.slice(1)
    }
  }
  if (repeats > 1) throw refused('$regex with more than one repeat')
  return new RegExp(source, options.includes('i') ? 'iu' : 'u')

  function nextPart(left: string, isFirst: boolean): { readonly length: number; readonly text: string } {
    const [char = ''] = left
    if (char === '^' && isFirst) return { length: 1, text: '^' }
    if (left === '$') return { length: 1, text: '(?=\\n?(?![^]))' }
    if (char === '.') return { length: 1, text: options.includes('s') ? '[^]' : '[^\\n]' }
    if (char === '[') return simpleClass(left)
    if (char === '\\') return escaped(left, options)
    if (!PLAIN.test(char)) throw refused(`$regex with "${char}" here`)
    return { length: char.length, text: char }
  }
}

function escaped(left: string, options: string): { readonly length: number; readonly text: string } {
  const [, char = ''] = left
  if (char === 'd') return { length: 2, text: '[0-9]' }
  if (char === 'w' && options.includes('i')) throw refused('$regex with \\w and the option i')
  if (char === 'w') return { length: 2, text: '[A-Za-z0-9_]' }
  if (!ESCAPED.test(char)) throw refused(`$regex with "\\${char}"`)
  return { length: 2, text: char === '-' ? '-' : `\\${char}` }
}

function simpleClass(left: string): { readonly length: number; readonly text: string } {
  const found = /^\[\^?(?:[\p{L}\p{N}_](?:-[\p{L}\p{N}_])?)+\]/u.exec(left)
  if (!found) throw refused('$regex with a class like this')
  return { length: found[0].length, text: found[0] }
}
