import type { BrowserContext, Page } from 'playwright-core'
import { ID_PREFIXES } from '#shared/core/ids.ts'

/** What the screens of one browser profile were told by the server: names, places, numbers. */
export interface ToldData {
  /** Every text in any answer that a page has read by now, longest first. */
  texts(): readonly string[]
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* textsIn(each)
}

/** Hands on what a page reads of each answer. The browser itself remembers no answer that is read part by part. */
function handOn(): void {
  const { text, json } = Response.prototype
  const told = (body: unknown) => Reflect.get(globalThis, 'wasTold')(body)
  Response.prototype.text = async function () {
    const body = await text.call(this)
    told(body)
    return body
  }
  Response.prototype.json = async function () {
    const body = await json.call(this)
    told(JSON.stringify(body))
    return body
  }
}

/** Listens to every answer that pages of the profile read from now on; those that are opened from now on tell. */
export async function listenToData(context: BrowserContext): Promise<ToldData> {
  const told = new Set<string>()
  await context.exposeBinding('wasTold', (_page, body: string) => {
    if (!body.startsWith('{')) return
    for (const text of textsIn(JSON.parse(body))) if (text.trim().length > 1) told.add(text.trim())
  })
  await context.addInitScript(handOn)
  return { texts: () => [...told].toSorted((one, other) => other.length - one.length) }
}

/** Every text a person sees or hears on the page, but for what stands there in a language of its own and what people wrote. */
export const wordsOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const PASSED_OVER = '.live-text :is(p, h3, h4, li, td, th), [lang]:not(html), script, style, noscript'
    const isSaid = (node: Node): boolean => {
      const around = node instanceof Element ? node : node.parentElement
      return around?.closest(PASSED_OVER) === null
    }
    const attributes = [...document.body.querySelectorAll('[aria-label], [placeholder], [title], [alt]')]
      .filter(isSaid)
      .flatMap((element) => ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name)))
    const texts: Text[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode() !== null) if (walker.currentNode instanceof Text) texts.push(walker.currentNode)
    // A title is one text, in however many parts it stands so that its lines break well.
    const titleOf = (text: Text) => text.parentElement?.closest('h1, a, dd, [aria-current="page"]')?.textContent
    const shown = texts.filter(isSaid).map((text) => titleOf(text) ?? text.data)
    return [document.title, ...attributes, ...shown].map((text) => (text ?? '').trim()).filter((text) => text !== '')
  })

/** Words that are right in both languages, teach how to write a Japanese date, or stand on a key. */
const AT_HOME_IN_BOTH = ['令和8年12月4日', '午後2時', 'NPO', 'CSV', 'KB', 'Ctrl', 'Tab']

const FOREIGN = {
  ja: /[A-Za-z]{2,}/,
  en: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
} as const

const RAW_ID = new RegExp(`\\b(?:${Object.values(ID_PREFIXES).join('|')})_[0-9a-z]{10,}`)
const UNTRANSLATED = /^[a-z]+(?:\.[A-Za-z_0-9]+)+$|\{\{|\bundefined\b|\bNaN\b|\[object/

/** The texts that do not belong on a screen of this language, once the data in them are taken out. */
export function strangersAmong(
  words: readonly string[],
  { data, language }: { readonly data: readonly string[]; readonly language: 'ja' | 'en' },
): readonly string[] {
  const isStrange = (text: string) => {
    if (RAW_ID.test(text) || UNTRANSLATED.test(text)) return true
    const own = [...data, ...AT_HOME_IN_BOTH].reduce((rest, known) => rest.replaceAll(known, ' '), text)
    return FOREIGN[language].test(own)
  }
  return words.filter(isStrange)
}
