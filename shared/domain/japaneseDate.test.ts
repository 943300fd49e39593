import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type PlainDate, plainDate } from '#shared/core/time.ts'
import { formatJapaneseDate, parseComingDate, parseJapaneseDate } from './japaneseDate.ts'

function day(text: string): PlainDate {
  const read = plainDate(text)
  if (read === null) throw new Error(`${text} is no day`)
  return read
}

const readAll = (texts: readonly string[]) =>
  texts.map((text) => {
    const read = parseJapaneseDate(text)
    return read.ok ? read.value.day : read.refusal
  })

test('[UI1.2] a day is printed in the era it lies in, and an era’s first year is 元年', () => {
  const days = ['2019-04-30', '2019-05-01', '2021-03-31', '1989-01-07', '1989-01-08', '1926-12-25', '2026-12-04']

  const printed = days.map((text) => formatJapaneseDate(day(text)))

  expect(printed).toEqual([
    '平成31年4月30日',
    '令和元年5月1日',
    '令和3年3月31日',
    '昭和64年1月7日',
    '平成元年1月8日',
    '昭和元年12月25日',
    '令和8年12月4日',
  ])
})

test('[UI1.3] a day is read in every form that public offices write it in', () => {
  const written = [
    '令和8年12月4日',
    '令和8年12月4日（金）',
    'R8.12.4',
    'Ｒ８．１２．４',
    'r8/12/4',
    '令和八年十二月四日',
    '2026/12/4',
    '2026-12-04',
    '二〇二六年十二月四日',
    '令 8・12・4',
    '㋿8年12月4日',
  ]

  expect(readAll(written)).toEqual(written.map(() => '2026-12-04'))
  expect(readAll(['H31.4.1', '平31.4.1', '平成31.4.1', '2019/4/1'])).toEqual(Array(4).fill('2019-04-01'))
  expect(readAll(['R1.5.1', '令和元年5月1日', '令和元.5.1'])).toEqual(Array(3).fill('2019-05-01'))
  expect(readAll(['昭和六十四年一月七日', '令和二年三月三十一日'])).toEqual(['1989-01-07', '2020-03-31'])
})

test('[UI1.6] a day is read as pages in English print it, with its weekday too, and as others write it in English', () => {
  const written = [
    ...['4 December 2026', 'Fri 4 December 2026', '4 Dec 2026', '4th December, 2026', '04 DECEMBER 2026'],
    ...['December 4, 2026', 'Dec. 4, 2026', 'Friday, December 4th, 2026'],
  ]

  expect(readAll(written)).toEqual(written.map(() => '2026-12-04'))
  expect(readAll(['1 May 2027', 'Sept 30, 2026', '31 March 2027'])).toEqual(['2027-05-01', '2026-09-30', '2027-03-31'])
  expect(readAll(['31 April 2026', '4 Decembre 2026', '4 Ju 2026', 'December 2026', '4 December'])).toEqual([
    ...['noSuchDay', 'unreadable', 'unreadable', 'unreadable', 'unreadable'],
  ])
  const comingOn = (text: string) => parseComingDate(text, day('2026-11-29'))
  expect([comingOn('4 December'), comingOn('Mar 4')].map((read) => read.ok && read.value.day)).toEqual([
    ...['2026-12-04', '2027-03-04'],
  ])
})

test('[UI1.4] 平成33年 means 2021, is said to be over, and is printed as 令和3年', () => {
  const read = parseJapaneseDate('平成33年3月31日')

  expect(read).toEqual({ ok: true, value: { day: '2021-03-31', isEraOver: true } })
  expect(formatJapaneseDate(day('2021-03-31'))).toBe('令和3年3月31日')
  expect(parseJapaneseDate('H31.4.30')).toEqual({ ok: true, value: { day: '2019-04-30', isEraOver: false } })
})

test('[UI1.3] a text that names no day is refused, never guessed at', () => {
  expect(readAll(['', '不詳', '令和2年5月頃', '26/12/4', '12月4日', 'R8.12', '令和8年12月4日ごろ', 'X8.12.4'])).toEqual(
    Array(8).fill('unreadable'),
  )
  expect(readAll(['令和8年2月29日', '令和元年4月30日', '令和0年5月1日', '2026/13/1', '昭和元年1月1日'])).toEqual(
    Array(5).fill('noSuchDay'),
  )
})

test('[UI1.3] what is printed is read back as the same day', () => {
  const anyDay = fc.integer({ min: 0, max: 60_000 }).map((count) => addDays(day('1873-01-01'), count))

  fc.assert(
    fc.property(anyDay, (of) => {
      expect(parseJapaneseDate(formatJapaneseDate(of))).toEqual({ ok: true, value: { day: of, isEraOver: false } })
    }),
    { verbose: true },
  )
})

test.each([
  ['12月18日', '2026-12-18'],
  ['１２／４', '2026-12-04'],
  ['十二月四日(金)', '2026-12-04'],
  ['1月15日', '2027-01-15'],
  ['R8.11.20', '2026-11-20'],
  // A few days ago, or in almost a year.
  ['11月20日', 'unreadable'],
  ['12月', 'unreadable'],
  ['8.12.18', 'unreadable'],
  ['12月32日', 'noSuchDay'],
  ['2月29日', 'noSuchDay'],
])('[UI1.5] of a day to come the year may be left out: on 4 December 2026 %s is %s', (text, expected) => {
  const read = parseComingDate(text, '2026-12-04' as PlainDate)
  expect(read.ok ? read.value.day : read.refusal).toBe(expected)
})
