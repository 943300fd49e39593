import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()
const KAMOME = `/cases/${demoCaseId('かもめ')}`

/** What is between the margins of an A4 sheet. Unit: CSS pixels. */
const SHEET = { width: 632, height: 960 }

async function onPaper(page: Page, path: string, heading: string): Promise<void> {
  await demo.show(page, path)
  await page.getByRole('heading', { name: heading, exact: true }).waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(SHEET)
}

interface PrintedTable {
  readonly headings: readonly string[]
  /** Rows of which a cell does not stand under its heading. */
  readonly shifted: readonly string[]
}

/** The tables as they are printed: only what has a place on the sheet. */
const printedTables = (page: Page): Promise<readonly PrintedTable[]> =>
  page.locator('table').evaluateAll((tables) =>
    tables.map((table) => {
      const placed = (row: HTMLTableRowElement) =>
        [...row.cells].filter((cell) => cell.getBoundingClientRect().width > 1)
      const lefts = (row: HTMLTableRowElement) =>
        placed(row).map((cell) => Math.round(cell.getBoundingClientRect().left))
      const [head, ...rows] = [...(table as HTMLTableElement).rows]
      if (head === undefined) return { headings: [], shifted: [] }
      const isSeen = head.getBoundingClientRect().height > 1
      return {
        headings: isSeen ? placed(head).map((cell) => cell.textContent) : [],
        shifted: rows.filter((row) => lefts(row).join() !== lefts(head).join()).map((row) => row.textContent),
      }
    }),
  )

browserTest('[UI3.4] a printed table has its headings, every cell under its own, and nothing to press', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK })
  await onPaper(page, KAMOME, '情報共有の根拠')
  await page.getByRole('columnheader', { name: '期限' }).waitFor()
  expect(await printedTables(page)).toEqual([
    { headings: ['日時', '会議名', '会議の種別', '場所', '状態'], shifted: [] },
    { headings: ['内容', '担当', '期限', '状態', '会議'], shifted: [] },
    { headings: ['機関', '担当者', '情報の項目', '期間'], shifted: [] },
    { headings: ['根拠', '伝える機関', '受け取る機関', '情報の項目', '期間', '状態'], shifted: [] },
  ])
  await onPaper(page, `${KAMOME}/trail`, '見た人・変えた人：R08-001　かもめ')
  await page.getByRole('columnheader', { name: '変わったこと' }).waitFor()
  expect(await printedTables(page)).toEqual([
    { headings: ['日時', 'だれが', 'したこと', '対象', '変わったこと'], shifted: [] },
  ])
  await onPaper(page, '/council', '構成員')
  expect((await printedTables(page)).map(({ shifted }) => shifted)).toEqual([[], [], []])
})

browserTest('[UI3.4] a note that is printed from its own page is its text, without the tools', async () => {
  const { page } = await demo.regularAtNote({ letter: 'B', size: DESK })
  const tools = page.getByRole('button', { name: '対応事項', exact: true })
  await tools.waitFor()
  await page.emulateMedia({ media: 'print' })
  expect([await tools.isVisible(), await page.getByText('1 前回の決定事項の確認').isVisible()]).toEqual([false, true])
  const attendance = page.getByLabel('Bさんの出欠')
  const border = await attendance.evaluate((chosen) => getComputedStyle(chosen).borderTopWidth)
  const isOpenable = await attendance.locator('xpath=following-sibling::*').isVisible()
  expect([await attendance.isVisible(), border, isOpenable]).toEqual([true, '0px', false])
})

browserTest('[LD9.8] the carets of those who write, and their names, are not printed among the words', async () => {
  const { page } = await demo.regularAtNote({ letter: 'B', size: DESK })
  const other = await demo.regularAtNote({ letter: 'D', size: DESK })
  await other.page.locator('.ProseMirror p').first().click()
  const caret = page.locator('.ProseMirror').getByText('Dさん')
  await caret.waitFor()

  await page.emulateMedia({ media: 'print' })

  expect(await caret.isVisible()).toBe(false)
})

browserTest('[UI3.7] on paper a short name stands on one line of a list, the list within the sheet', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK })
  for (const [path, heading] of [
    ['/cases', 'ケース'],
    ['/', '今日の用件'],
    ['/conferences', '会議'],
  ] as const) {
    await demo.show(page, path)
    await page.getByRole('heading', { name: heading, exact: true, level: 1 }).waitFor()
    await page.getByRole('row').first().waitFor({ state: 'attached' })
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(SHEET)
    const torn = await page.locator('tbody th a').evaluateAll((names) =>
      names
        .filter((name) => {
          const words = document.createRange()
          words.selectNodeContents(name)
          return name.textContent.length <= 5 && words.getClientRects().length > 1
        })
        .map((name) => name.textContent),
    )
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect({ path, torn, width }).toEqual({ path, torn: [], width: SHEET.width })
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize(DESK)
  }
})

browserTest('[UI3.8] a list is printed without its empty search, and with what it was narrowed by', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK })
  await onPaper(page, '/cases', 'ケース')
  const search = page.getByRole('searchbox', { includeHidden: true })
  expect(await search.isVisible()).toBe(false)

  await page.emulateMedia({ media: 'screen' })
  await search.fill('さんご町')
  await page.emulateMedia({ media: 'print' })
  expect(await search.isVisible()).toBe(true)
})

browserTest.each(['note', 'difference'])(
  '[UI3.9] every sheet of a %s speaks the language of its page',
  async (kind) => {
    const { page } = await demo.regular({ letter: 'B', size: DESK, language: 'en' })
    await demo.show(page, `${NOTE}/${kind === 'note' ? 'print' : 'difference?from=0'}`)
    const paper = page.locator(`.note-paper-${kind}`)
    await paper.waitFor()
    const sheets = await paper.evaluate((element) => {
      const name = getComputedStyle(element).getPropertyValue('page')
      const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      const textOf = (selector: string) =>
        rules.find((rule) => rule instanceof CSSPageRule && rule.selectorText === selector)?.cssText ?? ''
      return { first: textOf(`${name}:first`), further: textOf(name) }
    })
    expect(sheets.first).toMatch(/@top-left \{ content: none/)
    expect(sheets.further).toContain('Handle with care')
    expect(sheets.further).not.toMatch(/[\p{Script=Han}\p{Script=Hiragana}]/u)
  },
)

browserTest.each([
  ['ja', '署名欄を外す', '確認（署名）', ['対象者本人', '作成者', '参加機関みほん県地域生活定着支援センター']],
  ['en', 'Leave out signature lines', 'Confirmed by (signatures)', ['The person supported', 'Recorder']],
] as const)(
  '[CF8.2] the printed sheet (%s) ends with lines to sign, each whole on one sheet, and one press leaves them out',
  async (language, leaveOut, heading, signers) => {
    const { page, complaints } = await demo.regular({ letter: 'B', size: DESK, language, path: `${NOTE}/print` })
    const table = page.locator('section', { has: page.getByRole('heading', { name: heading }) }).getByRole('table')
    await table.waitFor()
    await page.getByText('9 次回予定').waitFor()
    await takePicture(page, `signatures-${language}.png`, 'whole')
    await page.setViewportSize(PHONE)
    const widths = [await page.evaluate(() => document.documentElement.scrollWidth)]
    await takePicture(page, `signatures-phone-${language}.png`, 'whole')
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(SHEET)
    widths.push(await page.evaluate(() => document.documentElement.scrollWidth))
    const rows = await table.locator('tbody tr').evaluateAll((lines) =>
      lines.map((line) => ({
        signer: line.querySelector('th')?.textContent ?? '',
        isTall: line.getBoundingClientRect().height > 45,
        isWhole: getComputedStyle(line).breakInside === 'avoid',
      })),
    )
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: leaveOut }).click()

    expect(rows.map(({ signer }) => signer)).toEqual(expect.arrayContaining([...signers]))
    expect(rows.every(({ isTall, isWhole }) => isTall && isWhole)).toBe(true)
    expect([await table.count(), widths, complaints]).toEqual([0, [PHONE.width, SHEET.width], []])
  },
)

/** Days and hours in a list that do not stand on one line. */
const tornTimes = (page: Page): Promise<readonly string[]> =>
  page.locator('tbody span:not(:has(*))').evaluateAll((spans) => {
    const linesOf = (span: Element) => {
      const words = document.createRange()
      words.selectNodeContents(span)
      return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size
    }
    const times = spans.filter(({ textContent }) => /^(令和\d+年|\d+時).*[日)分] ?$/.test(textContent))
    return times.filter((span) => linesOf(span) > 1).map(({ textContent }) => textContent)
  })

browserTest('[UI3.23] on paper a row stands on one sheet, and its day and its hour are each whole', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK })
  for (const path of ['/conferences', KAMOME]) {
    await demo.show(page, path)
    await page.getByRole('link', { name: '第2回個別ケース会議' }).first().waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(SHEET)
    const breaks = await page
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => getComputedStyle(row).breakInside))
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect({ path, torn: await tornTimes(page), breaks: new Set(breaks), width }).toEqual({
      ...{ path, torn: [], breaks: new Set(['avoid']), width: SHEET.width },
    })
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize(DESK)
  }
})

browserTest('[UI3.28] on paper what a part is called, and what is said of it, stays with what it begins', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK })
  await onPaper(page, KAMOME, '情報共有の根拠')
  const heads = page.locator('main section:has(> div > h2)')
  const breaks = await heads.evaluateAll((parts) =>
    parts
      .flatMap((part) => [...part.querySelectorAll(':scope > div:has(h2), :scope > div:has(h2) + p')])
      .map((head) => getComputedStyle(head).breakAfter),
  )
  expect(breaks.length).toBeGreaterThan(5)
  expect(new Set(breaks)).toEqual(new Set(['avoid']))
})

/** What is put into the margins of what is printed now. */
const feetOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    window.dispatchEvent(new Event('beforeprint'))
    return document.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
  })

browserTest.each(['print', 'difference?from=0'])(
  '[UI3.34] at the foot of every sheet of a note (%s) stands whose case it is, who printed it and when',
  async (sheet) => {
    const { page, complaints } = await demo.regular({ letter: 'B', size: DESK })
    await demo.show(page, `${NOTE}/${sheet}`)
    await page.locator('.note-paper').waitFor()

    const feet = await feetOn(page)
    await demo.show(page, NOTE)
    await page.locator('.ProseMirror').waitFor()
    const left = await page.evaluate(() => document.adoptedStyleSheets.length)

    expect(feet).toEqual([
      expect.stringMatching(
        /^@page \{ @bottom-left \{ content: "R\d\d-\d{3}　印刷した人：Bさん（みほん県地域生活定着支援センター）　令和.+時\d\d分";/,
      ),
    ])
    expect([left, complaints]).toEqual([0, []])
  },
)

browserTest.each([
  ['a case', 'B', `${KAMOME}/trail`, 'R\\d\\d-\\d{3}　このケースを見た人・変えた人'],
  ['the council', 'G', '/audit', '監査記録'],
])(
  '[UI3.35] at the foot of every sheet of the trail of %s stands what it is, who printed it and when',
  async (_of, letter, path, of) => {
    const { page, complaints } = await demo.person({ letter, size: DESK, path })
    await page.getByRole('columnheader', { name: '変わったこと' }).waitFor()

    const feet = await feetOn(page)
    await page.getByRole('link', { name: '今日の用件' }).click()
    await page.getByRole('heading', { name: '今日の用件', level: 1 }).waitFor()
    const left = await page.evaluate(() => document.adoptedStyleSheets.length)

    const foot = new RegExp(
      `^@page \\{ @bottom-left \\{ content: "${of}　印刷した人：${letter}さん（.+）　令和.+時\\d\\d分";`,
    )
    expect(feet).toEqual([expect.stringMatching(foot)])
    expect([left, complaints]).toEqual([0, []])
  },
)
