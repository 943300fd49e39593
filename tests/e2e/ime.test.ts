import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { DESK, isWithoutBrowser, openBrowser, type Person, personAt } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { caretIsRead, type ImeTypist, imeTypist } from '#tests/support/imeTypist.ts'

/** One person with the note open. */
interface Side {
  readonly person: Person
  readonly page: Page
  readonly ime: ImeTypist
}

const demo = demoInBrowser({ open: openBrowser })
let writer: Side
let peer: Side
let run = 0

async function open(letter: string): Promise<Side> {
  const person = await personAt(demo.browser, demo.address, { letter, size: DESK })
  await demo.openNote(person.page)
  return { person, page: person.page, ime: await imeTypist(person.page) }
}

beforeAll(async () => {
  if (isWithoutBrowser()) return
  writer = await open('B')
  peer = await open('D')
})

/** A paragraph of this run alone, at both sides: 今日のを開く and the run's mark. */
async function freshParagraph(): Promise<string> {
  run += 1
  const mark = `〔${run}〕`
  await writer.page.locator('.ProseMirror p').last().click()
  await writer.page.keyboard.press('End')
  await caretIsRead(writer.page)
  await writer.page.keyboard.press('Enter')
  await writer.page.keyboard.insertText(`今日のを開く${mark}`)
  await peer.page.locator('.ProseMirror').getByText(mark).waitFor()
  return mark
}

const lineWith = (lines: readonly string[], mark: string) => lines.find((line) => line.includes(mark)) ?? ''

/** Waits until both sides read the same, and gives the line that has the mark. */
async function agreedLine(mark: string): Promise<string> {
  await expect
    .poll(async () => JSON.stringify(await writer.ime.lines()) === JSON.stringify(await peer.ime.lines()), {
      timeout: 8_000,
    })
    .toBe(true)
  return lineWith(await peer.ime.lines(), mark)
}

async function peerTypes(mark: string, offset: number, text = '★'): Promise<void> {
  await peer.ime.placeCaret(mark, offset)
  await peer.page.keyboard.insertText(text)
}

/** What the other does while 会議 is composed after 今日の, and what the line then says; several where two orders are as good. */
interface Situation {
  readonly name: string
  readonly meanwhile: (mark: string) => Promise<void>
  readonly afterwards?: (mark: string) => Promise<void>
  readonly says: (mark: string) => readonly string[]
}

const SITUATIONS: readonly Situation[] = [
  { name: 'types before', meanwhile: (mark) => peerTypes(mark, 0), says: (mark) => [`★今日の会議を開く${mark}`] },
  { name: 'types after', meanwhile: (mark) => peerTypes(mark, 6), says: (mark) => [`今日の会議を開く★${mark}`] },
  {
    name: 'types at its left edge',
    meanwhile: (mark) => peerTypes(mark, 2),
    says: (mark) => [`今日★の会議を開く${mark}`],
  },
  {
    name: 'types at its right edge',
    meanwhile: (mark) => peerTypes(mark, 3),
    says: (mark) => [`今日の★会議を開く${mark}`, `今日の会議★を開く${mark}`],
  },
  {
    name: 'types inside the next word',
    meanwhile: (mark) => peerTypes(mark, 5),
    says: (mark) => [`今日の会議を開★く${mark}`],
  },
  {
    name: 'splits the paragraph',
    meanwhile: async (mark) => {
      await peer.ime.placeCaret(mark, 4)
      await peer.page.keyboard.press('Enter')
    },
    says: (mark) => [`開く${mark}`],
  },
  {
    name: 'makes the line a heading',
    meanwhile: async (mark) => {
      await peer.ime.placeCaret(mark, 0)
      await peer.page.getByRole('button', { name: '見出し' }).click()
    },
    says: (mark) => [`今日の会議を開く${mark}`],
  },
  {
    name: 'makes the line an item of a list',
    meanwhile: async (mark) => {
      await peer.ime.placeCaret(mark, 0)
      await peer.page.getByRole('button', { name: '箇条書き' }).click()
    },
    says: (mark) => [`今日の会議を開く${mark}`],
  },
  {
    name: 'moves the caret through it',
    meanwhile: async (mark) => {
      await peer.ime.placeCaret(mark, 0)
      for (let step = 0; step < 6; step += 1) await peer.page.keyboard.press('ArrowRight')
      await caretIsRead(peer.page)
    },
    says: (mark) => [`今日の会議を開く${mark}`],
  },
  {
    name: 'composes at the end',
    meanwhile: async (mark) => {
      await peer.ime.placeCaret(mark, 6)
      await peer.ime.composeMeeting()
    },
    says: (mark) => [`今日の会議を開く会議${mark}`],
  },
  {
    name: 'types, and the word is undone after its commit',
    meanwhile: (mark) => peerTypes(mark, 0),
    afterwards: async (mark) => {
      await agreedLine(mark)
      await writer.page.keyboard.press('Control+z')
    },
    says: (mark) => [`★今日のを開く${mark}`],
  },
  {
    name: 'types while the network is lost',
    meanwhile: async (mark) => {
      await writer.person.context.setOffline(true)
      await peerTypes(mark, 0)
    },
    afterwards: async () => {
      await writer.person.context.setOffline(false)
    },
    says: (mark) => [`★今日の会議を開く${mark}`],
  },
]

browserTest.each(SITUATIONS)(
  '[LD5.2] 会議 is committed whole while the other $name',
  async ({ meanwhile, afterwards, says }) => {
    const mark = await freshParagraph()
    await writer.ime.placeCaret(mark, 3)
    await writer.ime.takeEndings()

    await writer.ime.composeMeeting(() => meanwhile(mark))
    await afterwards?.(mark)

    expect(says(mark)).toContain(await agreedLine(mark))
    expect(await writer.ime.takeEndings()).toEqual(['会議'])
  },
)

browserTest('[LD5.2] both type in one empty paragraph and neither word is doubled or lost', async () => {
  const mark = await freshParagraph()
  await writer.ime.placeCaret(mark, 6 + mark.length)
  await writer.page.keyboard.press('Enter')
  await agreedLine(mark)
  const emptyAt = (await peer.ime.lines()).findIndex((line) => line.includes(mark)) + 1

  await writer.ime.composeMeeting(async () => {
    await peer.page.locator('.ProseMirror :is(p, h4)').nth(emptyAt).click()
    await caretIsRead(peer.page)
    await peer.page.keyboard.insertText('支援')
  })
  await agreedLine(mark)

  const line = (await peer.ime.lines())[emptyAt]
  expect(['会議支援', '支援会議']).toContain(line)
})

browserTest('[LD5.78] what is composed is sent when the screen is locked or another application taken', async () => {
  const mark = await freshParagraph()
  await writer.ime.placeCaret(mark, 3)

  await writer.ime.composeMeeting(async () => {
    await writer.page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await expect.poll(() => peer.ime.lines(), { timeout: 5_000 }).toContain(`今日のかいｇを開く${mark}`)
    await writer.page.evaluate(() => Reflect.deleteProperty(document, 'visibilityState'))
  })

  expect(await agreedLine(mark)).toBe(`今日の会議を開く${mark}`)
})

browserTest('[LD5.3] after a cut the other’s presence is right again within two seconds', async () => {
  await writer.person.context.setOffline(true)
  await writer.page.getByText('オフライン').first().waitFor()

  await writer.person.context.setOffline(false)
  await writer.page.getByText('保存済み').first().waitFor()
  const backAt = performance.now()
  await peer.page.getByText('Bさん').first().waitFor()
  await writer.page.getByText('Dさん').first().waitFor()

  expect(performance.now() - backAt).toBeLessThan(2_000)
})

browserTest(
  '[LD5.20] a word that is composed over headings of the form stands where the selection began, and they stay',
  async () => {
    const headings = () => peer.page.locator('.form-section-title').allTextContents()
    await freshParagraph()
    const before = await headings()
    await writer.page.locator('.form-section p').first().click()
    await writer.page.keyboard.press('End')
    await caretIsRead(writer.page)
    await writer.page.keyboard.insertText('始め')
    await writer.page.keyboard.press('Shift+Control+End')
    await caretIsRead(writer.page)

    await writer.ime.composeMeeting()
    await agreedLine('始め会議')

    const lines = await peer.ime.lines()
    expect(lines.filter((line) => line !== '')).toEqual([expect.stringMatching(/始め会議$/)])
    expect(await headings()).toEqual(before)
  },
)
