const HIRAGANA_BEFORE_KATAKANA = 0x60

/** One spelling for what is found as the same: full and half width, capital and small, hiragana and katakana. Never stored. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - HIRAGANA_BEFORE_KATAKANA))

/** Two spellings that are found as the same. */
export const isSpeltAlike = (one: string, other: string): boolean => folded(one.trim()) === folded(other.trim())

/** Which texts of a line say every word that was searched for, each in one of them. */
export function saidBy(search: string): (texts: readonly string[]) => boolean {
  const wanted = folded(search)
    .split(/\s+/)
    .filter((word) => word !== '')
  return (texts) => {
    const said = texts.map(folded)
    return wanted.every((word) => said.some((text) => text.includes(word)))
  }
}
