declare const instantBrand: unique symbol
declare const dayBrand: unique symbol

/** A moment. Unit: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true }

/** A day as the law and the forms mean it: `YYYY-MM-DD` in Japan, never a moment. */
export type PlainDate = string & { readonly [dayBrand]: true }

export interface Clock {
  /** The present moment. */
  now(): Instant
}

const DAY_MS = 86_400_000
/** Japan has kept UTC+9 without summer time since 1952, so a fixed offset is exact for every day the product handles. */
const JAPAN_OFFSET_MS = 9 * 3_600_000

/** Marks a number of milliseconds since the epoch as a moment. Throws: a plain error when it is not a finite whole number. */
export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds)) throw new Error('an instant is a whole number of milliseconds')
  return milliseconds as Instant
}

/** The moment `milliseconds` after `from`; negative goes back. */
export const later = (from: Instant, milliseconds: number): Instant => instant(from + milliseconds)

/** True when `milliseconds` have passed since a moment; also when the clock was put back, since nobody knows then. */
export const hasPassed = (milliseconds: number, { since, now }: { readonly since: Instant; readonly now: Instant }) =>
  now < since || now - since >= milliseconds

/** The day it is in Japan at a moment: the only bridge from moments to days. */
export function dayInJapan(at: Instant): PlainDate {
  return new Date(at + JAPAN_OFFSET_MS).toISOString().slice(0, 10) as PlainDate
}

/** The first moment of a day in Japan. */
export const startOfDay = (day: PlainDate): Instant => instant(Date.parse(`${day}T00:00:00Z`) - JAPAN_OFFSET_MS)

/** Reads `YYYY-MM-DD`; null for any other text and for days that no calendar has. */
export function plainDate(text: string): PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : (text as PlainDate)
}

/** The day `count` days after `day`; negative goes back. */
export const addDays = (day: PlainDate, count: number): PlainDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10) as PlainDate

/** The fiscal year a day belongs to: April to March, named by the Western year it begins in.. */
export function fiscalYearOf(day: PlainDate): number {
  const year = Number(day.slice(0, 4))
  return Number(day.slice(5, 7)) >= 4 ? year : year - 1
}
