import { expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { breachesOn, DESK, PHONE, type Size } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()
const SMALL: Size = { width: 360, height: 640 }

browserTest.each(['ja', 'en'] as const)(
  '[LD5.44] on a small phone the find bar (%s) takes little of the screen, says where it searches, and replaces when asked',
  async (language) => {
    const ja = language === 'ja'
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size: SMALL, language })
    await page.locator('.ProseMirror p').first().click()
    await page.keyboard.press('Control+h')
    const bar = page.getByRole('search')
    await bar.getByText(ja ? /名札.*期限/ : /Name tags.*due date/).waitFor()
    const height = (await page.locator('.live-bar').boundingBox())?.height ?? SMALL.height
    const instead = bar.getByRole('textbox', { name: ja ? '置換' : 'Replace with' })
    const before = await instead.isVisible()
    await bar.getByRole('button', { name: ja ? '置換' : 'Replace', exact: true, expanded: false }).click()
    await instead.fill('x')
    const breaches = await breachesOn(page)

    expect(height).toBeLessThan(SMALL.height * 0.44)
    expect([before, breaches, complaints]).toEqual([false, [], []])
  },
)

browserTest('[UI2.26] where no conference is, a case that is over does not say to call one', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '会議', exact: true }) })
  const say = async (callName: string, words: string) => {
    await page.goto(`${demo.address}/cases/${demoCaseId(callName)}`)
    await section.getByText(words).waitFor()
    return (await section.innerText()).includes('「会議を招集する」から')
  }

  expect(await say('なぎさ', 'このケースは終わっています')).toBe(false)
  expect(await say('こだま', '招く人を決めると')).toBe(true)
})

browserTest('[UI3.6] 第3回 stands on one line of a title that has several', async () => {
  const { page } = await demo.regular({ letter: 'B', size: SMALL, path: '/conferences' })
  await page.getByRole('link', { name: '第3回個別ケース会議' }).click()
  const title = page.getByRole('heading', { level: 1 })
  await title.filter({ hasText: '第3回' }).waitFor()
  const lines = await title.evaluate((heading) => {
    const counted = heading.querySelector('span')
    // As narrow as makes 第3回 the first thing that no longer fits beside another word.
    heading.style.width = '2.5em'
    return [heading.getClientRects().length, counted?.getClientRects().length, counted?.textContent]
  })
  expect(lines).toEqual([1, 1, '第3回'])
  expect(await title.innerText()).toContain('第3回')
})

browserTest('[UI3.10] at a phone with large type a name in the attendance is not torn into a column', async () => {
  const { page } = await demo.personAtNote({ letter: 'B', size: PHONE })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '24px'
  })
  const attendance = page.getByRole('list', { name: '出欠' })
  await attendance.getByText('みほん県地域生活定着支援センター').waitFor()
  const widths = await attendance
    .locator('li p')
    .evaluateAll((names) => names.map((name) => name.getBoundingClientRect().width / 24))

  // Unit: the size of the type, and so characters; a name of an organisation has about fifteen.
  expect(Math.min(...widths)).toBeGreaterThan(7)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
})

browserTest.each([
  ['reduce', 0],
  ['no-preference', 1],
] as const)(
  '[UI3.20] nothing turns or slides by itself where no motion is wanted (%s: %i moves)',
  async (reducedMotion, moving) => {
    const { page } = await demo.person({ letter: 'B', size: DESK })
    await page.emulateMedia({ reducedMotion })
    // Waiting turns a ring, which is all that moves here: it is held before the eyes.
    await page.route('**/api/documents/**', () => undefined)
    await page.goto(demo.address + NOTE)
    await page.locator('svg.animate-spin').first().waitFor()
    const counted = await page.evaluate(() => {
      // What is over within a frame moves nothing, whenever it begins; what only waits before it shows does not, either.
      const lasts = (each: Animation) => Number(each.effect?.getComputedTiming().activeDuration) > 20
      return document.getAnimations().filter((each) => each.playState === 'running' && lasts(each)).length
    })
    const slow = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, scrollBehavior } = getComputedStyle(element)
          return (
            scrollBehavior === 'smooth' || transitionDuration.split(',').some((each) => Number.parseFloat(each) > 0.001)
          )
        }).length,
    )
    expect([Math.min(counted, 1), reducedMotion === 'reduce' ? slow : 0]).toEqual([moving, 0])
  },
)

browserTest.each(['ja', 'en'] as const)(
  '[UI3.30] where the window is 320 pixels wide, as at four times its size, no page (%s) is wider',
  async (language) => {
    const { page } = await demo.regular({ letter: 'B', size: { width: 320, height: 512 }, language })
    const kamome = `/cases/${demoCaseId('かもめ')}`
    const wide: string[] = []
    for (const path of ['/', '/cases', '/conferences', kamome, `${kamome}/edit`, '/council', `${NOTE}/print`]) {
      await demo.show(page, path)
      if (path === kamome) await page.getByText(/^持ち帰り|^With the organisation/).waitFor()
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 512 })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (over > 0) wide.push(`${path} at ${width}: ${over}`)
      }
    }
    expect(wide).toEqual([])
  },
)

browserTest('[UI3.32] at a phone the tools of a table are in sight while the caret is in one', async () => {
  const { page } = await demo.regularAtNote({ letter: 'B', size: PHONE })
  await page.locator('.ProseMirror p').last().click()
  const toolbar = page.getByRole('toolbar')
  await toolbar.getByRole('button', { name: '表', exact: true }).click()
  const tools = ['行を足す', '行を消す', '列を足す'].map((name) => toolbar.getByRole('button', { name }))
  await tools[0]?.waitFor()
  await page.keyboard.type('あ')
  const boxes = await Promise.all(tools.map((tool) => tool.boundingBox()))

  for (const box of boxes) {
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width)
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
})
