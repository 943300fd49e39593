import type { CDPSession, Page } from 'playwright-core'

/** 会議 as an input method shows it on the way, the last shown being what is committed. */
const STEPS: readonly string[] = ['ｋ', 'か', 'かい', 'かいｇ', 'かいぎ', '会議']

/** Someone who types by an input method in the note open at a page, through the browser's own composition. */
export interface ImeTypist {
  /** Puts the caret into the paragraph that contains `mark`, `offset` characters from its beginning. */
  placeCaret(mark: string, offset: number): Promise<void>
  /** Composes 会議 in six steps and commits it; `meanwhile` runs in the middle. */
  composeMeeting(meanwhile?: () => Promise<void>): Promise<void>
  /** The text of every paragraph and heading, peers' carets left out. */
  lines(): Promise<readonly string[]>
  /** What the compositions since the last look ended with. */
  takeEndings(): Promise<readonly string[]>
}

/** What the page remembers for the typist. */
interface PageMemory {
  compositionEndings?: string[]
}

/** The editor reads where the caret went at the page's next frames; a person's next key comes later than that. */
export const caretIsRead = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )

export async function imeTypist(page: Page): Promise<ImeTypist> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    const memory = globalThis as unknown as PageMemory
    memory.compositionEndings = []
    addEventListener('compositionend', (event) => memory.compositionEndings?.push(event.data), true)
  })
  return {
    async placeCaret(mark, offset) {
      await page.locator('.ProseMirror').focus()
      await page.evaluate(
        ([text, place]) => {
          const paragraph = [...document.querySelectorAll('.ProseMirror :is(p, h4)')].find((element) =>
            element.textContent?.includes(text),
          )
          if (paragraph === undefined) throw new Error(`no paragraph with ${text}`)
          const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
          const nodes: Node[] = []
          while (walker.nextNode() !== null) nodes.push(walker.currentNode)
          const typed = nodes.filter((node) => node.parentElement?.closest('[class*=caret]') === null)
          let left = place
          const at = typed.find((node) => {
            const { length } = node.textContent ?? ''
            if (left <= length) return true
            left -= length
            return false
          })
          getSelection()?.collapse(at ?? paragraph, left)
        },
        [mark, offset] as const,
      )
      await caretIsRead(page)
    },
    async composeMeeting(meanwhile) {
      for (const [index, text] of STEPS.entries()) {
        await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
        if (index === 3) await meanwhile?.()
      }
      await session.send('Input.insertText', { text: '会議' })
    },
    lines: () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.ProseMirror :is(p, h4)')].map((element) => {
          const copy = element.cloneNode(true) as Element
          for (const caret of copy.querySelectorAll('[class*=caret], .ProseMirror-separator')) caret.remove()
          return copy.textContent?.replaceAll(/[\u2060\u200b]/g, '') ?? ''
        }),
      ),
    takeEndings: () => page.evaluate(() => (globalThis as unknown as PageMemory).compositionEndings?.splice(0) ?? []),
  }
}
