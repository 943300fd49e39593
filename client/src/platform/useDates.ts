import { useTranslation } from 'react-i18next'
import { dayInJapan, type Instant, instant, type PlainDate } from '#shared/core/time.ts'
import { formatJapaneseDate, parseComingDate, parseJapaneseDate } from '#shared/domain/japaneseDate.ts'
import type { Language } from './catalogue.ts'
import { usePorts } from './Ports.tsx'
import { useLanguage } from './useLanguage.ts'

/** How a text was read that should name a day. */
export type DayReading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'understood'; readonly words: string }
  | { readonly kind: 'unreadable'; readonly problem: string }

export interface Dates {
  /** A day with its weekday. */
  readonly day: (day: PlainDate) => string
  /** A day as it is printed, without the weekday. */
  readonly plainDay: (day: PlainDate) => string
  /** A day as it stands in a field before anybody has typed: a text that `dayIn` reads. */
  readonly typedDay: (day: PlainDate) => string
  /** The time of day of a moment as it stands in a field before anybody has typed. */
  readonly typedTime: (at: Instant) => string
  /** A moment as it comes in an answer. Unit: milliseconds since the epoch. */
  readonly moment: (milliseconds: number) => string
  /** The day of a moment, as it comes in an answer. Unit: milliseconds since the epoch. */
  readonly dayOf: (milliseconds: number) => string
  /** From when until when; the end of what was ended on its first day is not written, since it lies before it. */
  readonly term: (from: PlainDate, until: PlainDate | null) => string
  /** True when a term's last day is past. */
  readonly isOver: (until: PlainDate | null) => boolean
  /** How a date field understood what was typed. */
  readonly understand: (text: string) => DayReading
  /** The day a text names; null for none. */
  readonly dayIn: (text: string) => PlainDate | null
  /** The same two for a day that is to come, of which the year may be left out. */
  readonly understandComing: (text: string) => DayReading
  readonly comingDayIn: (text: string) => PlainDate | null
}

/** Unit: milliseconds; Japan keeps UTC+9 the year round. */
const JAPAN_OFFSET_MS = 9 * 3_600_000

const middayOf = (day: PlainDate): number => Date.parse(`${day}T12:00:00Z`)

const inEnglish = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
const weekdays: { readonly [language in Language]: Intl.DateTimeFormat } = {
  ja: new Intl.DateTimeFormat('ja-JP', { timeZone: 'UTC', weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' }),
}

const clockTimeOf = (at: Instant): readonly [hour: number, minute: number] => {
  const minutes = Math.floor((at + JAPAN_OFFSET_MS) / 60_000)
  return [Math.floor(minutes / 60) % 24, minutes % 60]
}

type Parsed = ReturnType<typeof parseJapaneseDate>

const dayOfParsed = (parsed: Parsed): PlainDate | null => (parsed.ok ? parsed.value.day : null)

/** Days and moments as this product's readers write them: 和暦 in Japanese, and always in Japan's time. */
export function useDates(): Dates {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const { clock } = usePorts()
  const plainDay = (day: PlainDate) => (language === 'en' ? inEnglish.format(middayOf(day)) : formatJapaneseDate(day))
  const day = (of: PlainDate) => t('date.day', { day: plainDay(of), weekday: weekdays[language].format(middayOf(of)) })
  const parseComing = (text: string) => parseComingDate(text, dayInJapan(clock.now()))
  const understood = (text: string, parsed: Parsed): DayReading => {
    if (text.trim() === '') return { kind: 'empty' }
    if (!parsed.ok) return { kind: 'unreadable', problem: t(`date.${parsed.refusal}`) }
    const key = parsed.value.isEraOver ? 'date.understoodAfterEra' : 'date.understood'
    return { kind: 'understood', words: t(key, { day: day(parsed.value.day) }) }
  }
  return {
    plainDay,
    day,
    typedDay: plainDay,
    typedTime: (at) => {
      const [hour, minute] = clockTimeOf(at)
      return `${hour}:${String(minute).padStart(2, '0')}`
    },
    moment: (milliseconds) => {
      const at = instant(milliseconds)
      const [hour, minute] = clockTimeOf(at)
      return t('date.moment', { day: day(dayInJapan(at)), hour, minute: String(minute).padStart(2, '0') })
    },
    dayOf: (milliseconds) => day(dayInJapan(instant(milliseconds))),
    term: (from, until) => {
      const isWritten = until !== null && until >= from
      return t('date.term', { from: plainDay(from), until: isWritten ? plainDay(until) : '' }).trimEnd()
    },
    isOver: (until) => until !== null && until < dayInJapan(clock.now()),
    understand: (text) => understood(text, parseJapaneseDate(text)),
    dayIn: (text) => dayOfParsed(parseJapaneseDate(text)),
    understandComing: (text) => understood(text, parseComing(text)),
    comingDayIn: (text) => dayOfParsed(parseComing(text)),
  }
}
