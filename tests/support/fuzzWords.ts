/**
 * A word of a fuzz: a Chinese character of its own, twice. No two words share a character, since the editor finds out what
 * was deleted between two equal characters only by guessing.
 */
export const FUZZ_WORD = /(\p{Script=Han})\1/gu

const FIRST = 0x4e00
const WORDS_OF_ONE = 5_000

/** The `count`-th word of the `writer`-th person. */
export const fuzzWord = (writer: number, count: number): string =>
  String.fromCodePoint(FIRST + writer * WORDS_OF_ONE + count).repeat(2)
