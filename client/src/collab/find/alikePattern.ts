/** Between a half-width sign of ASCII and its full-width form. */
const FULL_WIDTH_OFFSET = 0xfee0
const FULL_WIDTH = /[\u3000\uff01-\uff9f]+/g
const VOICING = /[\u3099\u309a]/
const HALF_WIDTH_VOICING = { '\u3099': '\uff9e', '\u309a': '\uff9f' } as const

/** Half-width katakana and their signs by the full-width form of each. */
const HALF_WIDTH_KANA = new Map(
  Array.from({ length: 0xff9d - 0xff60 }, (_, place) => {
    const half = String.fromCharCode(0xff61 + place)
    return [half.normalize('NFKC'), half] as const
  }),
)

function halfWidthOf(sign: string): string | null {
  const [base = '', voicing] = sign.normalize('NFD')
  const half = HALF_WIDTH_KANA.get(base)
  if (half === undefined) return null
  if (voicing === undefined) return half
  return VOICING.test(voicing) ? half + HALF_WIDTH_VOICING[voicing as keyof typeof HALF_WIDTH_VOICING] : null
}

/** Every way in which a sign may have been typed, itself included. */
function formsOf(sign: string): readonly string[] {
  if (sign === ' ') return [' ', '\u3000']
  if (sign >= '!' && sign <= '~') return [sign, String.fromCharCode(sign.charCodeAt(0) + FULL_WIDTH_OFFSET)]
  const half = halfWidthOf(sign)
  return half === null ? [sign] : [sign, half]
}

const escaped = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&')

/** The source of a regular expression (flag `u`) that matches `words` and nothing else. */
export const exactPattern = (words: string): string => escaped(words)

/**
 * The source of a regular expression (flag `u`) that matches `words` in full and half width alike, letters, digits, signs,
 * spaces and katakana: whose keyboard wrote them is not to matter. Hiragana and katakana stay apart, and so do ① and 1.
 */
export function alikePattern(words: string): string {
  const narrow = words.replaceAll(FULL_WIDTH, (wide) => wide.normalize('NFKC'))
  return [...narrow]
    .map((sign) => {
      const forms = formsOf(sign).map(escaped)
      return forms.length === 1 ? forms[0] : `(?:${forms.join('|')})`
    })
    .join('')
}
