import type { CDPSession, Page } from 'playwright-core'

/** 会議 as an input method shows it on the way, the last shown being what is committed. */
const STEPS: readonly string[] = ['ｋ', 'か', 'かい', 'かいｇ', 'かいぎ', '会議']

/** Someone who types by an input method in the note open at a page, through the browser's own composition. */
export interface ImeTypist {
  /** Puts the caret into the paragraph that contains `mark`, `offset` characters from its beginning. */
  placeCaret(mark: string, offset: number): Promise<void>
  /** Puts the caret behind a word of a fuzz (one character twice), or at the beginning of a line; `drawn` are two whole numbers that choose. */
  placeCaretByChance(drawn: readonly [line: number, place: number]): Promise<void>
  /** Selects `word`; false when it is gone. */
  select(word: string): Promise<boolean>
  /** Composes 会議 in six steps and commits it; `meanwhile` runs in the middle. */
  composeMeeting(meanwhile?: () => Promise<void>): Promise<void>
  /** Composes in the same steps and commits `word`. */
  compose(word: string, meanwhile?: () => Promise<void>): Promise<void>
  /** The text of every paragraph and heading, peers' carets left out. */
  lines(): Promise<readonly string[]>
  /** What the compositions since the last look ended with. */
  takeEndings(): Promise<readonly string[]>
}

/** What the page holds for the typist. */
interface PageSide {
  readonly endings: string[]
  lines(): string[]
  placeCaret(mark: string, offset: number): void
  placeCaretByChance(line: number, place: number): void
  select(word: string): boolean
}

/** The editor reads where the caret went at the page's next frames; a person's next key comes later than that. */
export const caretIsRead = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )

/** Runs in the page, so it uses nothing from outside. */
function settleInPage(): void {
  const endings: string[] = []
  addEventListener('compositionend', (event) => endings.push(event.data), true)
  const lineElements = () => [...document.querySelectorAll('.ProseMirror :is(p, h4)')]
  const typedNodes = (line: Element): readonly Node[] => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
    const nodes: Node[] = []
    while (walker.nextNode() !== null) nodes.push(walker.currentNode)
    return nodes.filter((node) => node.parentElement?.closest('.peer-caret') === null)
  }
  const textOf = (line: Element): string =>
    typedNodes(line)
      .map((node) => node.textContent ?? '')
      .join('')
  const placeIn = (line: Element, offset: number): readonly [node: Node, offset: number] => {
    let left = offset
    for (const node of typedNodes(line)) {
      const length = node.textContent?.length ?? 0
      if (left <= length) return [node, left]
      left -= length
    }
    return [line, 0]
  }
  const pageSide: PageSide = {
    endings,
    lines: () => lineElements().map(textOf),
    placeCaret(mark, offset) {
      const line = lineElements().find((each) => textOf(each).includes(mark))
      if (line === undefined) throw new Error(`no paragraph with ${mark}`)
      getSelection()?.collapse(...placeIn(line, offset))
    },
    placeCaretByChance(lineDrawn, placeDrawn) {
      const lines = lineElements()
      const line = lines[lineDrawn % lines.length]
      if (line === undefined) throw new Error('a note has a line')
      const ends = [0, ...[...textOf(line).matchAll(/(\p{Script=Han})\1/gu)].map((word) => word.index + word[0].length)]
      getSelection()?.collapse(...placeIn(line, ends[placeDrawn % ends.length] ?? 0))
    },
    select(word) {
      const line = lineElements().find((each) => textOf(each).includes(word))
      if (line === undefined) return false
      const from = textOf(line).indexOf(word)
      getSelection()?.setBaseAndExtent(...placeIn(line, from), ...placeIn(line, from + word.length))
      return getSelection()?.toString() === word
    },
  }
  Object.assign(globalThis, { pageSide })
}

/** Unit: ms. A moment after it got the focus the editor may put its own selection back over one set by then; a person is slower. */
const FOCUS_SETTLES_IN = 25

export async function imeTypist(page: Page): Promise<ImeTypist> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await page.evaluate(settleInPage)
  const pageSide = await page.evaluateHandle(() => (globalThis as unknown as { pageSide: PageSide }).pageSide)
  const focused = async (): Promise<void> => {
    const editor = page.locator('.ProseMirror')
    if (await editor.evaluate((element) => element === document.activeElement)) return
    await editor.focus()
    await editor.evaluate((_element, pause) => new Promise((resolve) => setTimeout(resolve, pause)), FOCUS_SETTLES_IN)
  }

  async function compose(word: string, meanwhile?: () => Promise<void>): Promise<void> {
    for (const [index, text] of STEPS.entries()) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
      if (index === 3) await meanwhile?.()
    }
    await session.send('Input.insertText', { text: word })
  }
  return {
    async placeCaret(mark, offset) {
      await focused()
      await pageSide.evaluate((side, [text, place]) => side.placeCaret(text, place), [mark, offset] as const)
      await caretIsRead(page)
    },
    async placeCaretByChance(drawn) {
      await focused()
      await pageSide.evaluate((side, [line, place]) => side.placeCaretByChance(line, place), drawn)
      await caretIsRead(page)
    },
    async select(word) {
      await focused()
      const isThere = await pageSide.evaluate((side, text) => side.select(text), word)
      await caretIsRead(page)
      return isThere
    },
    composeMeeting: (meanwhile) => compose('会議', meanwhile),
    compose,
    lines: () => pageSide.evaluate((side) => side.lines()),
    takeEndings: () => pageSide.evaluate((side) => side.endings.splice(0)),
  }
}
