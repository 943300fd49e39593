import type { PageDoor } from '../nodePage.ts'
import { startAsked } from './askedProcess.ts'

export type EditorAsk =
  | { readonly ask: 'open'; readonly door: PageDoor; readonly seed: number }
  | { readonly ask: 'act' | 'cut' | 'mend' | 'state' | 'leave' }

/** What somebody's page holds. */
export interface EditorState {
  /** Of the replica that the server sees. */
  readonly digest: string | null
  /** True when all of it is saved, and the editor's replica and what the editor shows are the same. */
  readonly isWhole: boolean
}

/** Somebody who writes in the product's own editor, in one document after the other. One thing is asked at a time. */
export interface EditorPerson {
  open(door: PageDoor, seed: number): Promise<void>
  /** One act of a random kind at a random place. */
  act(): Promise<void>
  cut(): Promise<void>
  mend(): Promise<void>
  state(): Promise<EditorState>
  leave(): Promise<void>
  end(): void
}

/** Starts one in a process of its own: the editor mends Yjs for all of its process, and the server's is not to be mended. */
export function startEditorPerson(): EditorPerson {
  const { ask, end } = startAsked<EditorAsk, EditorState | null>('./editorProcess.ts')
  const tell = (asked: EditorAsk) => async (): Promise<void> => void (await ask(asked))
  return {
    open: async (door, seed) => void (await ask({ ask: 'open', door, seed })),
    ...{ act: tell({ ask: 'act' }), cut: tell({ ask: 'cut' }), mend: tell({ ask: 'mend' }) },
    async state() {
      const state = await ask({ ask: 'state' })
      if (state === null) throw new Error('a page has a state')
      return state
    },
    ...{ leave: tell({ ask: 'leave' }), end },
  }
}
