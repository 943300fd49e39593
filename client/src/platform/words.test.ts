import { expect, onTestFinished, test, vi } from 'vitest'
import en from './words/en.json' with { type: 'json' }
import ja from './words/ja.json' with { type: 'json' }
import jaWork from './words/jaWork.json' with { type: 'json' }
import { changeLanguage, startWords, words } from './words.ts'

/** Every key of a catalogue with the places its sentence has. */
function sentencesOf(catalogue: object, path = ''): readonly string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${path}${key} ${[...value.matchAll(/\{\{\w+\}\}/g)].map(String).sort().join(' ')}`]
      : sentencesOf(value, `${path}${key}.`),
  )
}

test('[UI2.9] English has exactly the sentences of Japanese, with the same places for what is put in', () => {
  const japanese = sentencesOf({ ...ja, ...jaWork })

  expect(sentencesOf(en).toSorted()).toEqual(japanese.toSorted())
})

test('[UI2.9] no sentence is in both parts of the Japanese catalogue', () => {
  expect(Object.keys(ja).filter((topic) => topic in jaWork)).toEqual([])
})

test('[UI2.25] in a browser that may keep nothing the page has its words, and the other language too', async () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  vi.stubGlobal('document', { documentElement: {} })
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse })
  onTestFinished(() => void vi.unstubAllGlobals())

  await startWords()
  const first = words.t('shell.signOut')
  await changeLanguage('en')

  expect([first, words.language]).toEqual([ja.shell.signOut, 'en'])
  await changeLanguage('ja')
})
