import type { ExtractFace, ExtractView } from '#shared/api/documents.ts'
import type { ExtractNode } from '#shared/document/extract.ts'

export type ExtractState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly blocks: readonly ExtractNode[]; readonly isStale: boolean }
  | { readonly kind: 'ended' }

export interface ExtractFeed {
  readonly subscribe: (listener: () => void) => () => void
  readonly state: () => ExtractState
}

/** Unit: milliseconds between questions. Readers are promised a change within a second or so; an unchanged one costs no body. */
const ASK_MS = 1_000
const NO_CHANGE = 304
const RIGHT_ENDED: readonly number[] = [401, 403, 404]

/** Asks for the extract again and again while somebody listens and the page can be seen; unchanged answers carry nothing. */
export function extractFeed(documentId: string, face: ExtractFace, ask: typeof fetch): ExtractFeed {
  const path = `/api/documents/${documentId}/extract?face=${face}`
  const listeners = new Set<() => void>()
  let state: ExtractState = { kind: 'reading' }
  let tag: string | null = null
  let waiting: ReturnType<typeof setTimeout> | null = null

  const set = (next: ExtractState): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const setStale = (isStale: boolean): void => {
    if (state.kind === 'read' && state.isStale !== isStale) set({ ...state, isStale })
  }
  async function read(): Promise<void> {
    const headers: HeadersInit = tag === null ? {} : { 'If-None-Match': tag }
    const answer = await ask(path, { credentials: 'same-origin', cache: 'no-store', headers })
    if (answer.ok) {
      const extract: ExtractView = await answer.json()
      tag = answer.headers.get('ETag')
      set({ kind: 'read', blocks: extract.blocks, isStale: false })
    } else if (RIGHT_ENDED.includes(answer.status)) set({ kind: 'ended' })
    else setStale(answer.status !== NO_CHANGE)
  }
  async function turn(): Promise<void> {
    try {
      if (document.visibilityState === 'visible') await read()
    } catch {
      // No answer is an answer here: what was read last stays, and the page says so.
      setStale(true)
    }
    if (listeners.size > 0 && state.kind !== 'ended') waiting = setTimeout(turn, ASK_MS)
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) void turn()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && waiting !== null) clearTimeout(waiting)
      }
    },
    state: () => state,
  }
}
