import type { Decimal128 } from 'bson'

interface Decimal {
  readonly coefficient: bigint
  readonly exponent: number
}

/** What is left of a number that is a double: nothing. */
export const EXACT = Buffer.of(0)

/** The greatest double that is not above the value, and bytes that order the values between that double and the next. */
export function floorToDouble(value: bigint | Decimal128): { readonly floor: number; readonly rest: Buffer } {
  const text = value.toString()
  if (/^[-+]?(NaN|Inf)/.test(text)) return { floor: Number(text), rest: EXACT }
  const decimal = parseDecimal(text)
  const nearest = Number(`${decimal.coefficient}e${decimal.exponent}`)
  const order = compareWithDouble(decimal, nearest)
  if (order === 0) return { floor: nearest, rest: EXACT }
  return { floor: order > 0 ? nearest : nextBelow(nearest), rest: orderedRest(decimal) }
}

function parseDecimal(text: string): Decimal {
  const [digits = '0', exponent = '0'] = text.toUpperCase().split('E')
  const [whole = '0', fraction = ''] = digits.split('.')
  return { coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

function compareWithDouble({ coefficient, exponent }: Decimal, double: number): number {
  if (!Number.isFinite(double)) return double > 0 ? -1 : 1
  if (double === 0 || coefficient === 0n) return Number(coefficient > 0n) - Number(coefficient < 0n)
  let scaled = double
  let halvings = 0
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    halvings += 1
  }
  const tens = 10n ** BigInt(Math.abs(exponent))
  const left = coefficient * (exponent > 0 ? tens : 1n) * (1n << BigInt(halvings))
  const right = BigInt(scaled) * (exponent < 0 ? tens : 1n)
  return left < right ? -1 : left > right ? 1 : 0
}

function nextBelow(double: number): number {
  if (double === 0) return -Number.MIN_VALUE
  const bits = Buffer.alloc(8)
  bits.writeDoubleBE(double)
  bits.writeBigUInt64BE(bits.readBigUInt64BE() + (double > 0 ? -1n : 1n))
  return bits.readDoubleBE()
}

/** Scale, then digits; for a negative number all of it turned round. 01 before it sorts it after the exact double. */
function orderedRest({ coefficient, exponent }: Decimal): Buffer {
  const negative = coefficient < 0n
  const digits = (negative ? -coefficient : coefficient).toString()
  const bytes = Buffer.alloc(3)
  bytes.writeUInt16BE(exponent + digits.length + 20_000, 1)
  const all = Buffer.concat([bytes, Buffer.from(digits.replace(/0+$/, '')), Buffer.of(0)])
  if (negative) for (const [at, byte] of all.entries()) all[at] = 255 - byte
  all[0] = 1
  return all
}
