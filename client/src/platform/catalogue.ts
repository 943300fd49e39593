import ja from './words/ja.json' with { type: 'json' }
import type { jaWork } from './words/jaWork.ts'

export type Language = 'ja' | 'en'

/** What only the screens behind the entry say; fetched with the first of them. */
type WorkWords = typeof jaWork

/** The shape of the Japanese catalogue, both parts together; every other language has exactly these keys. */
export type Words = typeof ja & WorkWords

export type Refusal = keyof Words['refusal'] & string

/** A reason that only the screens behind the entry can meet. */
export type RefusalAtWork = keyof Words['refusalAtWork'] & string

/** True when the catalogue has words for this reason. */
export const isRefusal = (because: string): because is Refusal => Object.hasOwn(ja.refusal, because)

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: { readonly translation: Words }
  }
}
