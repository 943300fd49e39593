import { act, fireEvent, screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { MemberView } from '#shared/api/council.ts'
import { aMember } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { MemberList } from './MemberList.tsx'

const member = (index: number, name: string, given: Partial<MemberView> = {}): MemberView => ({
  ...aMember({ id: fixedId('member', index), name, kana: 'みほん', role: 'staff' }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null },
  ...given,
})
const members = [
  member(1, '見本 花子', { kana: 'みほん はなこ' }),
  member(2, '見本 太郎', { organisationName: 'ＮＰＯ法人よりみち' }),
  member(3, '例 一郎', { role: 'volunteer', volunteerKind: 'hogoshi' }),
  ...[4, 5, 6].map((index) => member(index, `ほか ${index}`)),
]
const names = () => screen.queryAllByRole('rowheader').map(({ textContent }) => textContent?.split(' み')[0])
const search = (text: string) =>
  fireEvent.change(screen.getByRole('searchbox', { name: '氏名・かな・機関・役割でさがす' }), {
    target: { value: text },
  })

test('[UI2.48] members are found by name, kana, organisation and role while one types, in any width and kana', async () => {
  await drawScreen(<MemberList members={members} acts={null} ownId={undefined} />)
  const found: unknown[] = []
  for (const words of ['ハナコ', 'npo', '保護司', '見本 みなと']) {
    search(words)
    found.push(names())
  }
  expect(found).toEqual([['見本 花子'], ['見本 太郎'], ['例 一郎'], ['見本 花子']])
})

test('[UI2.48] where nobody fits that is said in both languages, with the way back to all', async () => {
  await drawScreen(<MemberList members={members} acts={null} ownId={undefined} />)
  search('いない人')
  expect(screen.getByText('当てはまる構成員はいません')).toBeDefined()
  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(screen.getByText('No member fits')).toBeDefined()

  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  expect(names()).toHaveLength(members.length)
})

test('[UI2.48] of a few, all in sight, nobody searches', async () => {
  await drawScreen(<MemberList members={members.slice(0, 3)} acts={null} ownId={undefined} />)
  expect([screen.queryByRole('searchbox'), names().length]).toEqual([null, 3])
})

test('[UI2.53] who is written with another form of a kanji is found by the one that is typed, and the other way round', async () => {
  const forms = ['髙橋 一', '高橋 二', '山﨑 三', '𠮷田 四', '葛\u{e0100}城 五', '渡邉 六']
  const people = forms.map((name, index) => member(index + 1, name, { kana: '' }))
  await drawScreen(<MemberList members={people} acts={null} ownId={undefined} />)
  const found: unknown[] = []
  for (const words of ['高橋', '髙', '山崎', '吉田', '葛城', '渡辺', '渡邊']) {
    search(words)
    found.push(screen.queryAllByRole('rowheader').map(({ textContent }) => textContent?.trim()))
  }
  expect(found).toEqual([[0, 1], [0, 1], [2], [3], [4], [5], [5]].map((places) => places.map((place) => forms[place])))
})

const many = Array.from({ length: 180 }, (_, index) => member(index + 1, `ほか ${index}`))
const rows = () => document.querySelectorAll('tbody tr').length

test('[UI2.54] of hundreds of members the first are drawn at once and all of them soon, without a press', async () => {
  await drawScreen(<MemberList members={many} acts={null} ownId={undefined} />)
  const first = rows()

  expect([first > 0, first < 100]).toEqual([true, true])
  await expect.poll(rows, { timeout: 15_000 }).toBe(180)
})

test('[UI2.54] before a sheet is printed all members are there, however soon that is', async () => {
  await drawScreen(<MemberList members={many} acts={null} ownId={undefined} />)
  act(() => void window.dispatchEvent(new Event('beforeprint')))
  expect(rows()).toBe(180)
})
