import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { DESK, newProfile, openLightBrowser } from '#tests/support/browser.ts'
import { browserTest } from '#tests/support/demoInBrowser.ts'
import { npmStart } from '#tests/support/npmStart.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'
import { until } from '#tests/support/until.ts'

/** The next screens come later than the list that is read again after signing in. */
const SLOW_ANSWERS = [
  [/\/api\/demo-accounts$/, 700],
  [/\/assets\/(Home|Council)Page-/, 2_000],
] as const

const codesIn = (lines: readonly string[]) => lines.flatMap((line) => /set-up code）: (\w+)/.exec(line)?.[1] ?? [])

browserTest(
  '[CL1.4] from npm start a newcomer makes the demo, looks around, empties it, and begins a council with the code in the terminal',
  async () => {
    const start = npmStart({ PORT: '0', DATA_DIR: await throwAwayFolder() })
    const browser = await openLightBrowser()
    onTestFinished(() => browser.close())
    const page = await (await newProfile(browser, { size: DESK })).newPage()

    await page.goto(await start.address)
    await page.getByRole('button', { name: 'デモ協議会を作る' }).click()
    // Where screens come slowly, a newcomer presses the next link before the last has arrived.
    for (const [address, delayMs] of SLOW_ANSWERS)
      await page.route(address, async (route) => {
        await setTimeout(delayMs)
        await route.continue()
      })
    await page.getByRole('button', { name: 'Aさんで入る' }).click()
    await page.getByRole('link', { name: '協議会', exact: true }).click()
    await page.getByRole('button', { name: 'デモを消して始める' }).click()
    await page.getByRole('dialog').getByText('すべてのケース、情報共有の根拠、会議、会議メモ').waitFor()
    await page.getByRole('button', { name: 'すべて消して始める' }).click()
    await page.getByRole('link', { name: '始める', exact: true }).click()
    await until(() => codesIn(start.lines()).length === 2, 'the terminal shows a second code')
    const fill = (label: string, text: string) => page.getByRole('textbox', { name: label }).fill(text)
    await fill('一度きりの番号', codesIn(start.lines())[1] ?? '')
    await fill('協議会の名前', 'みほん県さんご町再犯防止推進協議会')
    await fill('あなたの機関の名前', 'みほん県さんご町')
    await fill('機関名のふりがな', 'みほんけんさんごちょう')
    await fill('あなたの氏名', 'Aさん')
    await fill('氏名のふりがな', 'えーさん')
    await fill('ログイン名', 'a-san')
    await fill('パスワード', 'みなとの朝はいつもとても静かです')
    await page.getByRole('button', { name: 'この内容で始める' }).click()
    await page.getByRole('heading', { name: 'みほん県さんご町再犯防止推進協議会', level: 1 }).waitFor()

    expect(await page.getByRole('button', { name: 'デモを消して始める' }).count()).toBe(0)
  },
)
