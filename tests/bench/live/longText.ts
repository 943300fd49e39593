/** Unit: characters of a paragraph: a remark in the minutes. */
const PARAGRAPH = 100
const REMARK = 'Aさんの今後の住まいについて、地域生活定着支援センターと保護観察所が話し合った。'

/** `characters` characters of minutes, in paragraphs. */
export const paragraphsOf = (characters: number): readonly string[] =>
  Array.from({ length: Math.ceil(characters / PARAGRAPH) }, (_, index) =>
    `${index + 1} ${REMARK.repeat(3)}`.slice(0, PARAGRAPH),
  )
