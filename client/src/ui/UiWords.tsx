import { createContext, useContext } from 'react'

/** A failure in words, with the number that whoever helps will ask for, or null where there is nothing to look into. */
export interface Explanation {
  readonly text: string
  readonly reference: string | null
  /** What is wrong with single fields of what was sent, by their names. */
  readonly refused: ReadonlyMap<string, string>
}

/** What the kit says by itself, handed in once in the member's language. */
export interface UiWords {
  /** The language they are in, for what the pieces bring with them. */
  readonly language: string
  readonly required: string
  readonly close: string
  readonly cancel: string
  readonly busy: string
  readonly errorPrefix: string
  readonly breadcrumbs: string
  readonly undo: string
  readonly notDone: string
  /** Beside a field of hidden letters. */
  readonly showLetters: string
  readonly tooLong: (longest: number) => string
  readonly reference: string
  readonly explain: (failure: unknown) => Explanation
  /** That something was done, or was not, for whoever has left the form of it. */
  readonly doneAfterLeaving: (title: string) => string
  readonly notDoneAfterLeaving: (title: string, failure: unknown) => string
}

const UiWordsContext = createContext<UiWords | null>(null)

export const UiWordsProvider = UiWordsContext.Provider

export function useUiWords(): UiWords {
  const words = useContext(UiWordsContext)
  if (words === null) throw new Error('a piece of the kit stands outside UiWordsProvider')
  return words
}
