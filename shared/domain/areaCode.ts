const WEIGHTS = [6, 5, 4, 3, 2] as const

/** Source: 全国地方公共団体コード仕様 (総務省): the last digit of 11 less the weighted sum's rest by 11. */
const checkDigitOf = (five: string): number =>
  (11 - (WEIGHTS.reduce<number>((sum, weight, place) => sum + weight * Number(five[place]), 0) % 11)) % 10

/**
 * 全国地方公共団体コード as somebody typed it, in six digits; full-width digits and the five without a check digit count as well. Null for
 * anything else, and where the check digit is another: one digit was mistyped, or two changed places.
 */
export function readAreaCode(text: string): string | null {
  const digits = text.normalize('NFKC').trim()
  if (!/^\d{5,6}$/.test(digits)) return null
  const five = digits.slice(0, 5)
  const whole = `${five}${checkDigitOf(five)}`
  return digits.length === 5 || digits === whole ? whole : null
}
