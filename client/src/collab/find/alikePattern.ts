/** Between a half-width sign of ASCII and its full-width form. */
const FULL_WIDTH_OFFSET = 0xfee0
const FULL_WIDTH = /[\u3000\uff01-\uff9f]+/g
const VOICING = /[\u3099\u309a]/
/** Kana only: a kanji of the compatibility block would become another. */
const VOICED = /[\u3041-\u30ff][\u3099\u309a]/g
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
  return [...new Set([sign, sign.normalize('NFD'), halfWidthOf(sign) ?? sign])]
}

const escaped = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&')

/** Which shape of a kanji was chosen, as in names of a family register: a sign of its own behind it. */
const SHAPE = '[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]'
const SHAPES = new RegExp(SHAPE, 'gu')

/** What is found is replaced: no sign may be torn from the voicing or the shape behind it. */
const whole = (pattern: string): string =>
  pattern === '' ? '' : `${pattern}(?!${SHAPE}|[\\u3099\\u309a\\uff9e\\uff9f])`

/** The source of a regular expression (flag `u`) that matches `words` and nothing else. */
export const exactPattern = (words: string): string => whole(escaped(words))

/**
 * The source of a regular expression (flag `u`) that matches `words` in full and half width alike, letters, digits, signs,
 * spaces and katakana, and in every shape of a kanji: whose keyboard wrote them is not to matter. Hiragana and katakana stay
 * apart, and so do ① and 1.
 */
export function alikePattern(words: string): string {
  const narrow = words
    .replaceAll(FULL_WIDTH, (wide) => wide.normalize('NFKC'))
    .replaceAll(VOICED, (voiced) => voiced.normalize('NFC'))
    .replaceAll(SHAPES, '')
  return whole([...narrow].map((sign) => `(?:${formsOf(sign).map(escaped).join('|')})${SHAPE}?`).join(''))
}
