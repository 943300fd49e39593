import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { MAX_CHANGE_BYTES } from '#shared/protocol/limits.ts'
import { DESK, isWithoutBrowser, openBrowser, type Person, PHONE, personAt, type Size } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { caretIsRead } from '#tests/support/imeTypist.ts'

const SIZES: readonly (readonly [string, Size])[] = [
  ['a desk', DESK],
  ['a phone', PHONE],
]
/** Unit: milliseconds. Three seconds for the warning; the sign is looked at five times a second, and the test asks over a wire. */
const WARNED_WITHIN_MS = 3_000 + 500

/** It is killed, and held. */
const demo = demoInBrowser({ settings: async () => ({}), open: openBrowser })
let reader: Person
let run = 0

/** With the note open and the caret at the end of a new last line. */
async function atNewLine(person: Person): Promise<Person> {
  await person.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await person.page.locator('.ProseMirror p').last().click()
  await person.page.keyboard.press('End')
  await caretIsRead(person.page)
  await person.page.keyboard.press('Enter')
  return person
}

/** Words that stand nowhere else in the note. */
const freshWords = () => {
  run += 1
  return `〔${run}〕家族と面談した。`
}

const signAt = (page: Page, status: string) =>
  page.locator(`[data-sync-status=${status}] [data-sign=${status}]`).waitFor({ timeout: 15_000 })
const readAt = ({ page }: Person, words: string) => page.locator('.ProseMirror').getByText(words).first().waitFor()

/** Unit: milliseconds until the sign says that there is no connection. */
async function millisecondsUntilOffline(page: Page): Promise<number> {
  const from = performance.now()
  await signAt(page, 'offline')
  return performance.now() - from
}

beforeAll(async () => {
  if (isWithoutBrowser()) return
  reader = await personAt(demo.browser, demo.address, { letter: 'D', size: DESK })
  await demo.openNote(reader.page)
})

browserTest.each(SIZES)(
  '[LD5.4] at %s a cut shows within three seconds, and what was typed in it reaches everybody afterwards',
  async (_name, size) => {
    const { context, page } = await atNewLine(await demo.regularAtNote({ letter: 'B', size }))
    const words = freshWords()
    await signAt(page, 'saved')

    await context.setOffline(true)
    const untilOffline = await millisecondsUntilOffline(page)
    await page.keyboard.type(words)
    expect(await page.locator('[data-sync-status]').innerText()).toBe('オフライン')
    await context.setOffline(false)
    await signAt(page, 'saved')
    await readAt(reader, words)

    expect(untilOffline).toBeLessThan(WARNED_WITHIN_MS)
    expect(await page.locator('.ProseMirror').innerText()).toContain(words)
  },
)

browserTest(
  '[LD5.4] a server that has fallen silent shows within three seconds of an edit, and loses nothing',
  async () => {
    const { page } = await atNewLine(await demo.regularAtNote({ letter: 'B', size: DESK }))
    const words = freshWords()
    await signAt(page, 'saved')

    process.kill(demo.server.pid, 'SIGSTOP')
    const typing = page.keyboard.type(words)
    const untilOffline = await millisecondsUntilOffline(page).finally(() => process.kill(demo.server.pid, 'SIGCONT'))
    await typing
    await signAt(page, 'saved')
    await readAt(reader, words)

    expect(untilOffline).toBeLessThan(WARNED_WITHIN_MS)
  },
)

browserTest.each(SIZES)(
  '[LD5.5] at %s text that is not safe is asked about before the page closes, reloads or changes, and can be copied',
  async (_name, size) => {
    const { context, page } = await atNewLine(await demo.personAtNote({ letter: 'B', size }))
    const words = freshWords()
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await signAt(page, 'saved')
    await context.setOffline(true)
    await page.keyboard.type(words)

    await page.close({ runBeforeUnload: true })
    await expect.poll(() => asked).toEqual(['beforeunload'])
    await page.evaluate(() => location.reload())
    await expect.poll(() => asked).toEqual(['beforeunload', 'beforeunload'])
    await page.locator('main').getByRole('link', { name: '会議', exact: true }).click()
    const question = page.getByRole('dialog', { name: '失われるかもしれないものがあります' })
    await question.getByRole('button', { name: '未送信の文を写す' }).click()
    await question.getByText('未送信の文を写しました').waitFor()
    await question.getByRole('button', { name: 'このページにとどまる' }).click()

    expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(words)
    expect(page.url()).toBe(demo.address + NOTE)
    await context.setOffline(false)
    await signAt(page, 'saved')
    await readAt(reader, words)
  },
)

browserTest(
  '[LD5.6] a paste over 512 KiB is refused in a sentence, and what is typed afterwards reaches everybody',
  async () => {
    const { page } = await atNewLine(await demo.regularAtNote({ letter: 'B', size: DESK }))
    const words = freshWords()
    await signAt(page, 'saved')
    await page.evaluate((length) => navigator.clipboard.writeText('支援'.repeat(length / 6 + 1)), MAX_CHANGE_BYTES)

    await page.keyboard.press('Control+v')
    await page.getByRole('alert').getByText('一度に入れられる量（512 KB）を超えたので').waitFor()
    await page.keyboard.type(words)
    await signAt(page, 'saved')
    await readAt(reader, words)

    expect((await reader.page.locator('.ProseMirror').innerText()).length).toBeLessThan(10_000)
  },
)

browserTest('[KS8] a server killed and started again while somebody types loses no character', async () => {
  const { page } = await atNewLine(await demo.regularAtNote({ letter: 'B', size: DESK }))
  const words = `${freshWords()}${'一二三四五六七八九十'.repeat(6)}`
  await signAt(page, 'saved')

  const typing = page.keyboard.type(words, { delay: 30 })
  await readAt(reader, words.slice(0, 20))
  await demo.restartServer()
  await typing
  await signAt(page, 'saved')
  await readAt(reader, words)

  expect(await page.locator('.ProseMirror').innerText()).toContain(words)
})
