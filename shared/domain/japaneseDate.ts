import { ok, type Result, refused } from '#shared/core/result.ts'
import { addDays, type PlainDate, plainDate } from '#shared/core/time.ts'

interface Era {
  readonly name: string
  readonly letter: string
  readonly firstDay: string
}

/**
 * Latest first. Our own table, since what the runtime says for 元年 and for short forms depends on the fields asked for.
 * 明治 begins here with the solar calendar: an earlier day had another number in its month.
 */
const ERAS: readonly Era[] = [
  { name: '令和', letter: 'R', firstDay: '2019-05-01' },
  { name: '平成', letter: 'H', firstDay: '1989-01-08' },
  { name: '昭和', letter: 'S', firstDay: '1926-12-25' },
  { name: '大正', letter: 'T', firstDay: '1912-07-30' },
  { name: '明治', letter: 'M', firstDay: '1873-01-01' },
]

/** The year that 明治 counts from lies before its first day of the solar calendar. */
const FIRST_YEAR_OF_MEIJI = 1868

const firstYearOf = (era: Era): number => (era.letter === 'M' ? FIRST_YEAR_OF_MEIJI : Number(era.firstDay.slice(0, 4)))

const eraOn = (day: PlainDate): Era | undefined => ERAS.find((era) => era.firstDay <= day)

/**
 * A day as Japanese forms write it: 令和8年12月4日, and 元年 for an era's first year.
 *
 * Range: days before 1873 are written by the Western year, as the months had other lengths then.
 */
export function formatJapaneseDate(day: PlainDate): string {
  const [year = 0, month, date] = day.split('-').map(Number)
  const era = eraOn(day)
  if (era === undefined) return `${year}年${month}月${date}日`
  const yearOfEra = year - firstYearOf(era) + 1
  return `${era.name}${yearOfEra === 1 ? '元' : yearOfEra}年${month}月${date}日`
}

export interface ReadDate {
  readonly day: PlainDate
  /** True when the era that was written had ended by then (平成33年): the day is meant all the same. */
  readonly isEraOver: boolean
}

const KANJI_DIGITS = '〇一二三四五六七八九'
const KANJI_RUN = /[〇零一二三四五六七八九十百千]+/g
const KANJI_PLACES: { readonly [place: string]: number } = { 十: 10, 百: 100, 千: 1_000 }

/** 二〇二六, 八, 十二 and 三十一 as digits. */
function kanjiNumber(run: string): string {
  const digits = run.replaceAll('零', '〇')
  if (!/[十百千]/.test(digits)) return [...digits].map((digit) => KANJI_DIGITS.indexOf(digit)).join('')
  let sum = 0
  let count = 0
  for (const character of digits) {
    const place = KANJI_PLACES[character]
    if (place === undefined) count = KANJI_DIGITS.indexOf(character)
    else {
      sum += Math.max(count, 1) * place
      count = 0
    }
  }
  return String(sum + count)
}

/** One spelling for what is written in many; only for reading, what a person wrote is kept as it is. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .toUpperCase()
    .replace(/[−‐–・]/g, '.')
    .replace(KANJI_RUN, kanjiNumber)
    .replace(/元(?=[年.])/, '1')

const MONTHS: readonly string[] =
  'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ')

/** As this product prints a day in English, with its weekday or without: 4 December 2026; and as others do: Dec. 4, 2026. */
const IN_ENGLISH = [
  /^(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*[.,]*)?(?<date>\d{1,2})(?:ST|ND|RD|TH)?(?<month>[A-Z]{3,9})[.,]*(?<year>\d{4})?$/,
  /^(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*[.,]*)?(?<month>[A-Z]{3,9})\.?(?<date>\d{1,2})(?:ST|ND|RD|TH)?(?:,(?<year>\d{4}))?$/,
]

/** A day with the English name of its month as numbers, the month first where there is no year; any other text as it is. */
function inNumbers(text: string): string {
  const written = IN_ENGLISH.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  const month = MONTHS.findIndex((name) => written?.month !== undefined && name.startsWith(written.month)) + 1
  if (written === undefined || month === 0) return text
  return [written.year, month, written.date].filter((part) => part !== undefined).join('/')
}

const WRITTEN =
  /^(?<era>明治?|大正?|昭和?|平成?|令和?|[MTSHR])?(?<year>\d{1,4})[年./-](?<month>\d{1,2})[月./-](?<date>\d{1,2})日?(?:\(?[月火水木金土日](?:曜日?)?\)?)?$/

const eraCalled = (written: string): Era | undefined =>
  ERAS.find(({ name, letter }) => letter === written || name.startsWith(written))

/**
 * Reads a day as people in public offices write it: 令和8年12月4日, R8.12.4, 平31.4.1, 元年, full-width and kanji digits,
 * 2026/12/4 and 2026-12-04, with or without a day of the week; and 4 December 2026, as the pages in English print it. An era's years go on after its end, as on papers printed before.
 *
 * Refuses: `unreadable` for any other text and for a year without era in fewer than four digits; `noSuchDay` for a day that no
 * calendar has or that lies before the era written.
 */
export function parseJapaneseDate(text: string): Result<ReadDate, 'unreadable' | 'noSuchDay'> {
  const written = WRITTEN.exec(inNumbers(folded(text)))?.groups
  if (written === undefined) return refused('unreadable')
  const { era: writtenEra, year = '', month = '', date = '' } = written
  const era = writtenEra === undefined ? null : (eraCalled(writtenEra) ?? null)
  if (era === null && year.length < 4) return refused('unreadable')
  const westernYear = era === null ? Number(year) : firstYearOf(era) + Number(year) - 1
  const day = plainDate(`${String(westernYear).padStart(4, '0')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  if (day === null || (era !== null && (Number(year) === 0 || day < era.firstDay))) return refused('noSuchDay')
  return ok({ day, isEraOver: era !== null && eraOn(day) !== era })
}

/** Unit: days. What would lie further ahead may as well have been meant as the one that has just passed. */
const FURTHEST_AHEAD = 270

/**
 * Reads a day that is to come, as it is said across a table: 12月18日, 12/18 and 18 December are the next such day, today included. With a
 * year it is read as above, and may be past.
 *
 * Refuses: as above; `unreadable` also for a day without a year that has just passed, of which nobody knows which is meant.
 */
export function parseComingDate(text: string, today: PlainDate): Result<ReadDate, 'unreadable' | 'noSuchDay'> {
  const written = parseJapaneseDate(text)
  if (written.ok || written.refusal !== 'unreadable') return written
  const year = Number(today.slice(0, 4))
  const read = [year, year + 1].map((each) => parseJapaneseDate(`${each}年${inNumbers(folded(text))}`))
  const coming = read.find((each) => each.ok && each.value.day >= today)
  if (coming?.ok === true) return coming.value.day <= addDays(today, FURTHEST_AHEAD) ? coming : written
  return read[0]?.ok === false ? read[0] : written
}
