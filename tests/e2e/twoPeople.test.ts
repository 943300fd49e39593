import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { breachesOn, DESK, PHONE, picture, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { caretIsRead, type ImeTypist, imeTypist } from '#tests/support/imeTypist.ts'
import { keyboardUser } from '#tests/support/keyboardUser.ts'

const EDITOR = '.ProseMirror'

const demo = demoInBrowser()

/** A test that is tried once more finds the note with what it wrote before. */
let tries = 0

/** What React has written to the page until now, told as to its developer tools. */
async function countedWrites(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    let writes = 0
    const onCommitFiberRoot = () => {
      writes += 1
    }
    const told = { supportsFiber: true, inject: () => 1, onCommitFiberRoot }
    Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: told, writesOfReact: () => writes })
  })
  return () => page.evaluate('writesOfReact()')
}

// First: nobody else is there yet.
browserTest('[LD9.7] letters write nothing to the page but the text and the sign', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  const writes = await countedWrites(page)
  await demo.openNote(page)
  const saved = () => page.locator('[data-sync-status=saved]').waitFor()
  await page.locator(`${EDITOR} p`).nth(1).click()
  await page.keyboard.type('通院')
  await saved()
  const before = await writes()

  await page.keyboard.type('は続いている、次は月曜である。', { delay: 60 })
  await saved()

  expect(before).toBeGreaterThan(0)
  // The minute of the sign may have come.
  expect((await writes()) - before).toBeLessThanOrEqual(1)
})

browserTest(
  '[LD5.1] coordinator and staff write one note, and each sees the other’s words, name and organisation',
  async () => {
    const coordinator = await demo.regularAtNote({ letter: 'B', size: DESK })
    const staff = await demo.regularAtNote({ letter: 'D', size: PHONE })

    await staff.page.locator(`${EDITOR} p`).first().click()
    await staff.page.keyboard.type('住まいの確保について市と調整する。')
    await coordinator.page.getByText('住まいの確保について市と調整する。').waitFor()
    await coordinator.page.locator(`${EDITOR} p`).nth(1).click()
    await coordinator.page.keyboard.type('体調は落ち着いている。')
    await staff.page.getByText('体調は落ち着いている。').waitFor()

    await coordinator.page
      .locator('.collaboration-carets__label, [class*=caret]')
      .getByText('Dさん（社会福祉法人みなとの森）')
      .first()
      .waitFor()
    await staff.page.getByText('保存済み').first().waitFor()
    await takePicture(coordinator.page, 'conference-1366.png')
    await takePicture(staff.page, 'conference-390.png')
    expect([...coordinator.complaints, ...staff.complaints]).toEqual([])
  },
)

browserTest('[LD5.59] whoever has the note open twice is one person among those who are here', async () => {
  const openTwice = async (letter: string) => {
    const { context } = await demo.regularAtNote({ letter, size: DESK })
    const second = await context.newPage()
    onTestFinished(() => second.close())
    await demo.openNote(second)
    return second
  }
  await openTwice('D')
  const second = await openTwice('B')

  // Whoever comes last is told of all who are there at once.
  const here = second.getByRole('list', { name: 'この文書を開いている人' }).getByRole('listitem')
  await here.getByText('Dさん').first().waitFor()
  expect(await here.allTextContents()).toEqual(['あなたのほか1人', 'Dさん（社会福祉法人みなとの森）'])
})

browserTest('[CF3.1] a reader and the projector get the extract, and no socket of the document', async () => {
  const adviser = await demo.person({ letter: 'C', size: DESK })
  const sockets: string[] = []
  adviser.page.on('websocket', (socket) => sockets.push(socket.url()))

  await adviser.page.goto(demo.address + NOTE)
  await adviser.page.getByText('1 前回の決定事項の確認').waitFor()

  expect(await adviser.page.locator('[contenteditable=true]').count()).toBe(0)
  // The hints' socket carries ids only.
  expect(sockets.filter((url) => !url.includes('/hints/'))).toEqual([])
})

browserTest(
  '[AC2.10] an observer is told that names are left out of what they read, an adviser whom a consent names is not',
  async () => {
    const told = async (letter: string) => {
      const { page } = await demo.person({ letter, size: PHONE, path: NOTE })
      await page.getByText('あなたには抄本が表示されています').waitFor()
      return page.getByText('氏名は伏せてあります').count()
    }

    expect([await told('F'), await told('C')]).toEqual([1, 0])
  },
)

browserTest('[CF8.1] the print sheet of the note is an A4 page with its form number, and can be searched', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK, path: `${NOTE}/print` })
  await page.getByText('1 前回の決定事項の確認').waitFor()
  const pdf = await page.pdf({ path: picture('note-a4.pdf'), format: 'A4', preferCSSPageSize: true })

  expect(pdf.byteLength).toBeGreaterThan(10_000)
  expect(await page.locator('body').innerText()).toContain('様式第7号')
})

browserTest(
  '[LD5.18] [LD5.19] by the keyboard alone one replaces a word everywhere while another writes in the same line, and takes it back',
  async () => {
    const coordinator = await demo.regularAtNote({ letter: 'B', size: DESK })
    const staff = await demo.regularAtNote({ letter: 'D', size: PHONE, language: 'en' })
    const user = keyboardUser(coordinator.page)
    const number = ++tries
    const beginning = `ＮＰＯ${number}の相談は毎週`
    const sides = [await imeTypist(coordinator.page), await imeTypist(staff.page)]
    const reads = (side: ImeTypist, text: string) => expect.poll(side.lines, { timeout: 8_000 }).toContain(text)
    const saved = () => coordinator.page.locator('[data-sync-status=saved]').waitFor()
    await coordinator.page.locator(`${EDITOR} p`).last().click()
    await coordinator.page.keyboard.press('End')
    await coordinator.page.keyboard.press('Enter')
    await coordinator.page.keyboard.type(`${beginning}、NPO${number}の窓口で。`)
    await saved()

    await user.press('Control+h')
    await user.type(`npo${number}`)
    await coordinator.page.getByText('1／2件').waitFor()
    await user.press('Enter')
    await coordinator.page.getByText('2／2件').waitFor()
    const breaches = await breachesOn(coordinator.page)
    await takePicture(coordinator.page, 'find-1366.png')
    await user.fill('置換', '支援団体')
    await staff.page.locator(`${EDITOR} p`).filter({ hasText: beginning }).click()
    await staff.page.keyboard.press('Home')
    for (const _ of beginning) await staff.page.keyboard.press('ArrowRight')
    const writing = staff.page.keyboard.type('火曜と木曜に', { delay: 20 })
    await user.choose('すべて置き換える', 'Enter')
    await coordinator.page.getByText('2件を置き換えました').waitFor()
    await writing
    const replaced = '支援団体の相談は毎週火曜と木曜に、支援団体の窓口で。'
    for (const side of sides) await reads(side, replaced)
    await user.press('Escape')
    await user.press('Control+z')
    for (const side of sides) await reads(side, `${beginning}火曜と木曜に、NPO${number}の窓口で。`)
    await saved()

    await staff.page.getByRole('button', { name: 'Find', exact: true }).click()
    await staff.page.getByRole('textbox', { name: 'Find' }).fill(`ｎｐｏ${number}`)
    await staff.page.getByText('of 2').waitFor()
    const onPhone = await breachesOn(staff.page)
    await takePicture(staff.page, 'find-390.png')
    expect([breaches, onPhone, coordinator.complaints, staff.complaints]).toEqual([[], [], [], []])
  },
)

browserTest(
  '[LD5.9] a list and bold words pasted from Word arrive as such, without a word in the browser’s console',
  async () => {
    const { page, complaints } = await demo.regularAtNote({ letter: 'B', size: DESK })
    const items = page.locator(`${EDITOR} li`, { hasText: '住まい' })
    const before = await items.count()
    const item = (text: string) =>
      `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>${text}</p>`
    const html = `<style>p.Mso { margin: 0 }</style>${item('住まい')}${item('<span style="font-weight:700">就労</span>')}`
    await page.locator(`${EDITOR} p`).last().click()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')

    await page.locator(EDITOR).evaluate((editor, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', pasted)
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, html)

    await expect.poll(() => items.count()).toBe(before + 1)
    expect(await page.locator(`${EDITOR} li strong`).last().textContent()).toBe('就労')
    expect(complaints).toEqual([])
  },
)

browserTest(
  '[LD5.22] what is typed into a field is there for the other, and after a tab that was closed over it',
  async () => {
    const coordinator = await demo.regularAtNote({ letter: 'B', size: DESK })
    const staff = await demo.personAtNote({ letter: 'D', size: PHONE })
    const name = `Eさん（${++tries}）`
    // Each try makes its own out of the last line that is none yet.
    const action = (page: Page) => page.locator('.action-item-block').first()
    const person = (page: Page) => action(page).getByLabel('担当者')
    await staff.page.locator(`${EDITOR} .form-section-text > p`).last().click()
    await staff.page.getByRole('button', { name: '対応事項', exact: true }).click()
    await person(staff.page).click()
    await staff.page.keyboard.type(name, { delay: 20 })

    await expect.poll(() => person(coordinator.page).inputValue()).toBe(name)
    await staff.page.locator('[data-sync-status=saved]').waitFor()
    expect(await person(staff.page).evaluate((field) => field === document.activeElement)).toBe(true)
    await takePicture(staff.page, 'field-390.png')
    await staff.page.close({ runBeforeUnload: true })
    await coordinator.page.reload()
    await expect.poll(() => person(coordinator.page).inputValue()).toBe(name)
    expect([...coordinator.complaints, ...staff.complaints]).toEqual([])
  },
)

browserTest(
  '[LD5.2] a line of the menu that is pressed while its word is still being composed ends the word',
  async () => {
    const coordinator = await demo.regularAtNote({ letter: 'B', size: DESK })
    const staff = await demo.regularAtNote({ letter: 'D', size: DESK })
    const { page, complaints } = coordinator
    const rest = `に頼む（${++tries}）。`
    // Where the menu has no room under the line.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.locator(`${EDITOR} p`).last().click()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await caretIsRead(page)
    const session = await page.context().newCDPSession(page)
    for (const text of ['＠', '＠み', '＠みな', '＠みなと'])
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await page.locator('.command-line').first().click()
    await page.locator('[data-sync-status=saved]').waitFor()
    await page.keyboard.type(rest)

    await staff.page.locator(`${EDITOR} p`, { hasText: rest }).locator('.organisation-mention').waitFor()
    expect(await page.locator(EDITOR).innerText()).not.toContain('＠みなと')
    expect(complaints).toEqual([])
  },
)

browserTest(
  '[LD5.20] arrow keys go from under one heading to under the next, and what comes without a key over headings is put in too',
  async () => {
    const { page, complaints } = await demo.regularAtNote({ letter: 'B', size: DESK })
    const { keyboard } = page
    const underHeadings = () => page.locator(`${EDITOR} .form-section-text`).allInnerTexts()
    const lines = page.locator(`${EDITOR} .form-section-text > p:only-child`)

    await lines.first().click()
    // Of a line that goes on in the next row, End would reach the row's end only.
    await keyboard.press('Control+a')
    await keyboard.press('Delete')
    const first = await lines.first().evaluate((line) => line.closest('.form-section')?.previousElementSibling === null)
    await lines.first().click()
    for (const word of ['甲', '乙', '丙']) {
      await keyboard.press('End')
      await keyboard.type(word)
      await keyboard.press('ArrowDown')
    }
    const written = (await underHeadings()).slice(0, 3)
    for (let line = 0; line < 3; line += 1) await keyboard.press('Shift+ArrowUp')
    await keyboard.insertText('丁')

    await page.locator('[data-sync-status=saved]').waitFor()
    expect(first).toBe(true)
    expect(written.map((text) => text.at(-1))).toEqual(['甲', '乙', '丙'])
    expect((await underHeadings()).slice(0, 4).map((text) => text.trim().at(-1) ?? '')).toEqual(['丁', '', '', ''])
    expect(complaints).toEqual([])
  },
)
