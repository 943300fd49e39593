import { randomBytes } from 'node:crypto'

/** Words that stand nowhere else, by the place that somebody writes them in. */
export interface Canaries {
  at(place: string): string
  /** The places whose word is found in some bytes: in UTF-8, in UTF-16 of both orders, in base64 wherever it begins. */
  foundIn(bytes: Buffer): readonly string[]
  readonly places: readonly string[]
}

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()

/** Of the three ways in which it can begin, the letters that do not depend on what stands beside it. */
const base64Of = (word: string): readonly Buffer[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]).toString('base64')
    return Buffer.from(text.slice(before === 0 ? 0 : before + 1, -4))
  })

const formsOf = (word: string): readonly Buffer[] => {
  const wide = Buffer.from(word, 'utf16le')
  return [Buffer.from(word), wide, swapped(wide), ...base64Of(word)]
}

export function canaries(): Canaries {
  const words = new Map<string, string>()
  const run = randomBytes(4).toString('hex')
  return {
    at(place) {
      const word = words.get(place) ?? `鳥${run}canary${String(words.size).padStart(2, '0')}目印`
      words.set(place, word)
      return word
    },
    foundIn: (bytes) =>
      [...words].filter(([, word]) => formsOf(word).some((form) => bytes.includes(form))).map(([place]) => place),
    get places() {
      return [...words.keys()]
    },
  }
}
