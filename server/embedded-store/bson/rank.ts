import { typeNameOf, type Value } from './values.ts'

/** The place of each type, by the name that `$type` takes, in MongoDB's order. 2 is an empty array in an index, which sorts below null. */
export const RANKS: ReadonlyMap<string, number> = new Map([
  ['minKey', 1],
  ['null', 5],
  ['double', 10],
  ['int', 10],
  ['long', 10],
  ['decimal', 10],
  ['string', 15],
  ['object', 20],
  ['array', 25],
  ['binData', 30],
  ['objectId', 35],
  ['bool', 40],
  ['date', 45],
  ['timestamp', 47],
  ['regex', 50],
  ['maxKey', 127],
])

/** Two values are comparable with `$lt` and its like only when they have the same rank. */
export function rankOf(value: Value): number {
  if (typeof value === 'string') return 15
  if (typeof value === 'number' || typeof value === 'bigint') return 10
  return RANKS.get(typeNameOf(value)) ?? 127
}
