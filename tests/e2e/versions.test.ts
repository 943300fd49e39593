import { expect } from 'vitest'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { freshName } from '#tests/support/inForms.ts'
import { keyboardUser } from '#tests/support/keyboardUser.ts'
import { listenToData, strangersAmong, wordsOn } from '#tests/support/screenWords.ts'

const demo = demoInBrowser()

browserTest.each([
  ['a desk', DESK, '県とも相談する。'],
  ['a phone', PHONE, '保健師に電話をかけておく。'],
])(
  '[LD6.3] at %s a version is named, compared by the keyboard, brought back and that undone',
  async (at, size, note) => {
    const [name, added] = [freshName(`${at}の前`), freshName(note)]
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size })
    const line = page.locator('.ProseMirror p').first()
    await line.click()
    await page.keyboard.type('住まいは市と調整する。')
    await page.getByText('保存済み').first().waitFor()

    await page.getByRole('button', { name: '版', exact: true }).press('Enter')
    await page.getByLabel('版の名前').fill(name)
    await page.keyboard.press('Enter')
    await page.locator('strong', { hasText: name }).waitFor()
    await line.click()
    await page.keyboard.press('End')
    await page.keyboard.type(added)
    await page.getByText('保存済み').first().waitFor()
    await page
      .getByRole('button', { name: /^今との違い/ })
      .first()
      .press('Enter')
    await page.locator('ins', { hasText: added }).waitFor()
    await takePicture(page, `difference-${size.width}.png`)
    const breaches = await breachesOn(page)
    await page.keyboard.press('Escape')

    await page
      .getByRole('button', { name: /^この版に戻す/ })
      .first()
      .press('Enter')
    await page.getByRole('dialog').locator('del', { hasText: added }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'この版に戻す' }).press('Enter')
    await page.getByText('版を戻しました。').waitFor()
    await page.waitForFunction((words) => !document.querySelector('.ProseMirror')?.textContent?.includes(words), added)
    await page.getByRole('button', { name: '取り消す' }).press('Enter')
    await page.waitForFunction((words) => document.querySelector('.ProseMirror')?.textContent?.includes(words), added)
    await page.getByRole('button', { name: 'だれがいつ書いたか' }).press('Enter')
    await page.getByRole('dialog').getByText('Bさん').first().waitFor()
    await page.keyboard.press('Escape')
    await takePicture(page, `versions-${size.width}.png`, 'whole')

    expect([at, breaches, complaints]).toEqual([at, [], []])
  },
)

browserTest.each([
  ['a desk', DESK, 'ja'],
  ['a phone', PHONE, 'en'],
] as const)(
  '[LD6.11] at %s a comparison with the note as it is says when another has written since, and is made anew by the keyboard',
  async (_at, size, language) => {
    const words = IN_WORDS[language]
    const name = freshName(`${size.width}の始め`)
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size, language })
    const other = await demo.regularAtNote({ letter: 'D', size: DESK })
    await page.getByRole('button', { name: words.versions, exact: true }).press('Enter')
    await page.getByLabel(words.name).fill(name)
    await page.keyboard.press('Enter')
    await page.locator('strong', { hasText: name }).waitFor()
    const user = keyboardUser(page)
    await user.choose(words.withNow, 'Enter')
    await page.getByRole('dialog').locator('.difference').waitFor()
    // Naming and comparing are told of too, but change no word of what is shown.
    await page.waitForTimeout(HINTED_WITHIN_MS)
    const tooEarly = await page.getByText(words.mayBeOld).count()
    const first = `${size.width}で遅れて書いた文。`
    const late = freshName(first) === first ? first : AGAIN[language]
    await other.page.locator('.ProseMirror p').first().click()
    await other.page.keyboard.type(late)

    await page.getByText(words.mayBeOld).waitFor()
    const breaches = await breachesOn(page)
    await takePicture(page, `compare-again-${language}${size.width}.png`)
    await other.page.locator('[data-sync-status=saved]').waitFor()
    await user.choose(words.compareAgain, 'Enter')
    await page.locator('ins', { hasText: late }).waitFor()
    await page.waitForTimeout(HINTED_WITHIN_MS)

    expect([tooEarly, await page.getByText(words.mayBeOld).count(), breaches]).toEqual([0, 0, []])
    expect([...complaints, ...other.complaints]).toEqual([])
  },
)

/** What a test that is tried once more writes: in a comparison, words like those of the first try would be shown in parts. */
const AGAIN = { ja: 'もうひとつ足しておく。', en: 'ほかにはなにもない。' } as const

/** LD8.1. */
const HINTED_WITHIN_MS = 1_000

const IN_WORDS = {
  ja: {
    ...{ versions: '版', name: /^版の名前/, from: 'どの版から', to: 'どの版まで', compare: '比べる' },
    ...{ ownPage: /^この違いだけを開く/, title: '会議メモの違い', newToMe: '前回読んだときから変わったところ' },
    first: 'この記録を読むのは初めてです',
    ...{ withNow: /^今との違い/, mayBeOld: '比べたあとに、記録が変わったようです。', compareAgain: '比べ直す' },
  },
  en: {
    ...{ versions: 'Versions', name: /^Name/, from: 'From', to: 'To', compare: 'Compare' },
    ...{ ownPage: /^A page of its own/, title: 'Differences in the conference note' },
    ...{ newToMe: 'New since your last reading', first: 'reading this note for the first time' },
    ...{ withNow: /^Compare with now/, mayBeOld: 'seems to have changed', compareAgain: 'Compare again' },
  },
} as const

browserTest.each([
  ['a desk', DESK, 'ja'],
  ['a phone', PHONE, 'en'],
] as const)(
  '[LD6.10] at %s two versions are chosen by the keyboard and their difference has a sheet of its own (%o, %s)',
  async (_at, size, language) => {
    const words = IN_WORDS[language]
    const name = freshName(`${language}${size.width}`)
    const written = name === `${language}${size.width}` ? `${name}の案。` : AGAIN[language]
    const { page, context, complaints } = await demo.person({ letter: 'B', size, language })
    const data = await listenToData(context)
    const user = keyboardUser(page)
    await demo.openNote(page)
    await page.locator('.ProseMirror p').first().click()
    await page.keyboard.type(written)
    await page.locator('[data-sync-status=saved]').waitFor()
    await page.getByRole('button', { name: words.versions, exact: true }).press('Enter')
    // What opens late pushes away what is below it, and with it the focus of somebody who already went on.
    await page.getByLabel(words.name).waitFor()
    await user.fill(words.name, name)
    await user.press('Enter')
    await page.locator('strong', { hasText: name }).waitFor()

    // One step down from the newest to the one before it, and from now to the newest.
    await user.choose(words.from, 'ArrowDown')
    await user.choose(words.to, 'ArrowDown')
    await user.choose(words.compare, 'Enter')
    await page.getByRole('dialog').locator('.difference').waitFor()
    const breaches = [...(await breachesOn(page))]
    await takePicture(page, `compare-${name}.png`)
    await user.choose(words.ownPage, 'Enter')
    await page.getByRole('heading', { name: words.title }).waitFor()
    await page.locator('ins', { hasText: written }).waitFor()

    const address = new URL(page.url())
    breaches.push(...(await breachesOn(page)))
    const strangers = strangersAmong(await wordsOn(page), { data: data.texts(), language })
    await takePicture(page, `difference-sheet-${name}.png`, 'whole')
    await page.emulateMedia({ media: 'print' })
    const onPaper = await page.getByRole('button').filter({ visible: true }).count()
    await takePicture(page, `difference-paper-${name}.png`)
    expect([address.searchParams.get('to'), onPaper, strangers]).toEqual([expect.stringMatching(/^\d+$/), 0, []])
    expect([breaches, complaints]).toEqual([[], []])
  },
)

browserTest('[LD6.5] who holds only an extract opens by the keyboard what is new to them', async () => {
  const [size, language] = [PHONE, 'en'] as const
  const words = IN_WORDS[language]
  const { page, complaints } = await demo.person({ letter: 'C', size, language })
  await page.goto(demo.address + NOTE)
  await page.getByRole('button', { name: words.newToMe }).waitFor()
  await keyboardUser(page).choose(words.newToMe, 'Enter')
  await page.getByText(words.first).waitFor()
  await takePicture(page, `new-to-me-${language}${size.width}.png`)

  // That it is the first reading is an answer (409), which the browser notes as it does every such status.
  const others = complaints.filter((text) => !text.includes('409'))
  expect([await breachesOn(page), others]).toEqual([[], []])
})
