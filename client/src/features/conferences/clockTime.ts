/** Unit: minutes. */
const HALF_DAY = 12 * 60
const DAY = 2 * HALF_DAY

/** 14:00, 1400, 14時, 午後2時半; full-width digits count as digits. */
const WRITTEN = /^(午前|午後)?(\d{1,2})(?:[:：時](?:(\d{1,2})分?|(半))?|(\d{2}))?$/

/** Minutes since midnight of a time as people write it; null for what names none. */
export function minutesOf(text: string): number | null {
  const parts = WRITTEN.exec(text.normalize('NFKC').replace(/\s/g, ''))
  if (parts === null) return null
  const [, half, hour, minute, isHalfPast, packedMinute] = parts
  const past = isHalfPast === undefined ? Number(minute ?? packedMinute ?? 0) : 30
  const total = Number(hour) * 60 + past + (half === '午後' && Number(hour) < 12 ? HALF_DAY : 0)
  return past < 60 && total < DAY ? total : null
}
