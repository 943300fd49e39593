import type { Page } from 'playwright-core'

/** Something that happened to a page's note: a key or an event of the input method, or a change of its document. */
export interface TraceEvent {
  /** Unit: ms since 1970, the same for every page of one machine. */
  readonly at: number
  /** An event of the browser, as `beforeinput insertText`; or who wrote a change, `here` or `others`. */
  readonly what: string
  /** The line and place of the caret; of a change, the words that came and went with it. */
  readonly where: string
  /** The change itself, in base64; empty for an event. */
  readonly update: string
}

/** What can be asked of a page that is traced. */
interface PageTrace {
  /** Looks whether the editor has another document by now. */
  attend(): void
  readonly events: TraceEvent[]
}

/** Runs in the page, so it uses nothing from outside. */
function traceInPage(): void {
  interface TracedDoc {
    readonly share: { get(root: string): { toString(): string } | undefined }
    on(event: 'update', then: (update: Uint8Array, origin: { readonly from?: string } | null) => void): void
  }
  interface EditorElement extends Element {
    readonly editor?: { readonly state: { readonly 'y-sync$': { readonly doc: TracedDoc } } }
  }
  const events: TraceEvent[] = []
  const known = new Set<TracedDoc>()
  const now = () => performance.timeOrigin + performance.now()
  const wordsOf = (doc: TracedDoc): ReadonlySet<string> =>
    new Set((doc.share.get('body')?.toString() ?? '').match(/(\p{Script=Han})\1/gu))
  const attend = (): void => {
    const doc = document.querySelector<EditorElement>('.ProseMirror')?.editor?.state['y-sync$'].doc
    if (doc === undefined || known.has(doc)) return
    known.add(doc)
    events.push({ at: now(), what: `document ${known.size}`, where: '', update: '' })
    let words = wordsOf(doc)
    doc.on('update', (update, origin) => {
      const after = wordsOf(doc)
      const came = [...after].filter((word) => !words.has(word)).map((word) => `+${word}`)
      const went = [...words].filter((word) => !after.has(word)).map((word) => `-${word}`)
      words = after
      const what = origin?.from === 'bridge' ? 'others' : 'here'
      const bytes = btoa(String.fromCharCode(...update))
      events.push({ at: now(), what, where: [...came, ...went].join(' '), update: bytes })
    })
  }
  const noteEvent = (event: Event): void => {
    const said = ['key', 'inputType', 'data'].map((name) => Reflect.get(event, name) ?? '').join(' ')
    const { focusNode, focusOffset } = getSelection() ?? { focusNode: null, focusOffset: 0 }
    events.push({
      at: now(),
      what: `${event.type} ${said.trim()}`,
      where: `${focusNode?.parentElement?.closest('.ProseMirror :is(p, h4)')?.textContent ?? '-'} @${focusOffset}`,
      update: '',
    })
  }
  const heard = [
    'keydown',
    'beforeinput',
    'input',
    'compositionstart',
    'compositionend',
    'focusout',
    'offline',
    'online',
  ]
  for (const type of heard) addEventListener(type, noteEvent, true)
  attend()
  const pageTrace: PageTrace = { attend, events }
  Object.assign(globalThis, { pageTrace })
}

/** Begins to write down what happens to the note of a page. */
export const tracePage = (page: Page): Promise<void> => page.evaluate(traceInPage)

/** Goes on with a document that has taken the place of the one before, if there is one. */
export const attendTo = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as { pageTrace: PageTrace }).pageTrace.attend())

export const traceOf = (page: Page): Promise<readonly TraceEvent[]> =>
  page.evaluate(() => (globalThis as unknown as { pageTrace: PageTrace }).pageTrace.events)
