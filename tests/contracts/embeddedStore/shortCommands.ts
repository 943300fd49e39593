import { Int32 } from 'bson'
import type { Command } from './rawConnection.ts'

export const int = (value: number) => new Int32(value)
export const all = { find: 'c', filter: {}, sort: { _id: 1 } }
export const insert = (...documents: unknown[]): Command => ({ insert: 'c', documents })
export const index = (key: Command, more: Command = {}): Command => ({
  createIndexes: 'c',
  indexes: [{ key, name: Object.keys(key).join('_'), ...more }],
})
export const update = (q: Command, u: unknown, more: Command = {}): Command => ({
  update: 'c',
  updates: [{ q, u, ...more }],
})
