import { useTranslation } from 'react-i18next'
import type { Language } from './catalogue.ts'
import { changeLanguage } from './words.ts'

export interface LanguageChoice {
  readonly language: Language
  readonly change: (next: Language) => Promise<void>
}

/** The language on screen, and the way to the other one. */
export function useLanguage(): LanguageChoice {
  const { i18n } = useTranslation()
  return { language: i18n.language === 'en' ? 'en' : 'ja', change: changeLanguage }
}
