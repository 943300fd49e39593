import { createContext, useContext } from 'react'

/** The words the kit says by itself, handed in once in the member's language. */
export interface UiWords {
  readonly required: string
  readonly close: string
  readonly busy: string
  readonly errorPrefix: string
  readonly breadcrumbs: string
  readonly undo: string
}

const UNSET: UiWords = { required: '', close: '', busy: '', errorPrefix: '', breadcrumbs: '', undo: '' }

export const UiWordsContext = createContext<UiWords>(UNSET)

export const useUiWords = (): UiWords => useContext(UiWordsContext)
