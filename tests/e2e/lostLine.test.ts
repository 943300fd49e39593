import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { DESK, isWithoutBrowser, openBrowser, personAt } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { caretIsRead, type ImeTypist, imeTypist } from '#tests/support/imeTypist.ts'

interface Side {
  readonly page: Page
  readonly ime: ImeTypist
}

const demo = demoInBrowser({ open: openBrowser })
let writer: Side
let peer: Side
let run = 0

async function open(letter: string): Promise<Side> {
  const { page } = await personAt(demo.browser, demo.address, { letter, size: DESK })
  await demo.openNote(page)
  return { page, ime: await imeTypist(page) }
}

beforeAll(async () => {
  if (isWithoutBrowser()) return
  writer = await open('B')
  peer = await open('D')
})

/** Three lines of this run alone at the note's end, at both sides; the writer's caret is in the second. */
async function threeLines(): Promise<readonly [first: string, second: string, third: string]> {
  run += 1
  const lines = [`一${run}行`, `二${run}行`, `三${run}行`] as const
  await writer.page.locator('.ProseMirror p').last().click()
  await writer.page.keyboard.press('End')
  await caretIsRead(writer.page)
  for (const line of lines) {
    await writer.page.keyboard.press('Enter')
    await writer.page.keyboard.insertText(line)
  }
  await peer.page.locator('.ProseMirror').getByText(lines[2]).waitFor()
  await writer.page.getByText('保存済み').first().waitFor()
  await writer.ime.placeCaret(lines[1], lines[1].length)
  return lines
}

/** As one does it by the keyboard: first the words, then the line. */
async function deleteLine(words: string): Promise<void> {
  await peer.ime.select(words)
  await peer.page.keyboard.press('Delete')
  await peer.page.keyboard.press('Backspace')
}

async function linesFrom(first: string): Promise<readonly string[]> {
  const [lines, others] = await Promise.all([writer.ime.lines(), peer.ime.lines()])
  return JSON.stringify(lines) === JSON.stringify(others) ? lines.slice(lines.indexOf(first)) : []
}

/** What a Japanese keyboard, or one on a touch screen, tells the page before each step of a word. */
async function pressForIme(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', windowsVirtualKeyCode: 229 })
}

browserTest.each([
  ['typed', '新', () => writer.page.keyboard.type('新')],
  ['typed as a Latin letter', 'k', () => writer.page.keyboard.press('k')],
  ['dictated', '会議を開く', () => writer.page.keyboard.insertText('会議を開く')],
  [
    'composed',
    '会議',
    async () => {
      await pressForIme(writer.page)
      await writer.ime.composeMeeting()
    },
  ],
  ['composed with no key before it', '会議', () => writer.ime.composeMeeting()],
] as const)(
  '[LD5.72] [LD5.81] a word that is %s after another has deleted the line stands in a line there, whole, and in nobody else’s',
  async (_how, word, write) => {
    const [first, second, third] = await threeLines()
    await deleteLine(second)
    await expect.poll(() => linesFrom(first)).toEqual([first, third])

    await write()
    await write()

    await expect.poll(() => linesFrom(first)).toEqual([first, word + word, third])
  },
)

browserTest('[LD5.72] a word goes on in its own line where another deletes the line in its middle', async () => {
  const [first, second, third] = await threeLines()

  await writer.ime.composeMeeting(() => deleteLine(second))
  await writer.page.locator('.ProseMirror').getByText(second).waitFor({ state: 'detached' })
  await writer.ime.composeMeeting()

  await expect.poll(() => linesFrom(first)).toEqual([first, '会議会議', third])
})
