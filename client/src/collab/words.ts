import { useLanguage } from '#client/platform/useLanguage.ts'
import english from './words/en.json' with { type: 'json' }
import ja from './words/ja.json' with { type: 'json' }

/** What the editor and its surroundings say; English has exactly the keys of Japanese, or it does not compile. */
export type CollabWords = typeof ja

const en: CollabWords = english

export const japaneseWords: CollabWords = ja

/** Puts values into the `{{places}}` of a sentence. */
export const fill = (sentence: string, values: { readonly [place: string]: string }): string =>
  sentence.replace(/\{\{(\w+)\}\}/g, (_whole, place: string) => values[place] ?? '')

/** The words themselves, not keys: most are needed outside React, in the editor's own nodes. */
export function useCollabWords(): CollabWords {
  return useLanguage().language === 'en' ? en : ja
}
