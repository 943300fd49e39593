import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from './catalogue.ts'
import ja from './words/ja.json' with { type: 'json' }

/** The only thing this product keeps in a browser: which language its reader chose. */
const REMEMBERED = 'tsunagi.language'

const NAMESPACE = 'translation'

const isLanguage = (text: string | null): text is Language => text === 'ja' || text === 'en'

/** The words of the page: one catalogue per language, of which the signed-in screens' part comes with the first of them. */
export const words: i18n = createInstance()

async function addJapaneseWork(): Promise<void> {
  const { jaWork } = await import('./words/jaWork.ts')
  words.addResourceBundle('ja', NAMESPACE, jaWork, true)
}

/** The fetching of the signed-in screens' words; null until one of those screens is visited. */
let work: Promise<void> | null = null

/** Fetches what only the screens behind the entry say. Done once; a change of language keeps to it. */
export function addWorkWords(): Promise<void> {
  work ??= words.language === 'en' ? Promise.resolve() : addJapaneseWork()
  const asked = work
  // What did not come is asked for again by the next screen.
  asked.catch(() => {
    if (work === asked) work = null
  })
  return asked
}

async function addWordsOf(language: Language): Promise<void> {
  if (language === 'ja') return work === null ? undefined : addJapaneseWork()
  const { en } = await import('./words/en.ts')
  words.addResourceBundle('en', NAMESPACE, en)
}

async function showLanguage(language: Language): Promise<void> {
  await addWordsOf(language)
  await words.changeLanguage(language)
  document.documentElement.lang = language
}

/** Shows the other language and remembers the choice. Throws: when its words do not come; then nothing changes. */
export async function changeLanguage(language: Language): Promise<void> {
  await showLanguage(language)
  remembering(() => localStorage.setItem(REMEMBERED, language))
}

/** A browser that is told to keep nothing throws where it is asked to: then nothing is remembered, and the page is drawn all the same. */
function remembering<Kept>(act: () => Kept): Kept | null {
  try {
    return act()
  } catch {
    return null
  }
}

/** Makes the words ready in the remembered language, Japanese when there is none. */
export async function startWords(): Promise<void> {
  await words.use(initReactI18next).init({
    lng: 'ja',
    fallbackLng: 'ja',
    resources: { ja: { [NAMESPACE]: ja } },
    interpolation: { escapeValue: false },
  })
  const remembered = remembering(() => localStorage.getItem(REMEMBERED))
  // Japanese is here already: a page in the other language is better than none.
  await showLanguage(isLanguage(remembered) ? remembered : 'ja').catch(() => showLanguage('ja'))
}
