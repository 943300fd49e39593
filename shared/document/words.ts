let segmenter: Intl.Segmenter | null = null

/** The words of a text, spaces and signs included: joined, they are the text. Japanese is cut where a reader would. */
export function wordsOf(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
