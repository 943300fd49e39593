import { Long } from 'bson'
import type { Command } from './rawConnection.ts'
import type { Sequence } from './sequence.ts'
import { all, index, insert, update } from './shortCommands.ts'

/** Commands of a transaction of the session with this letter. */
function within(letter: string, number: number, commands: readonly Command[]): Command[] {
  return commands.map((command, at) => ({
    ...command,
    session: letter,
    txnNumber: Long.fromNumber(number),
    autocommit: false,
    ...(at === 0 ? { startTransaction: true } : {}),
  }))
}

const later = (letter: string, number: number, commands: readonly Command[]) =>
  within(letter, number, commands).map(({ startTransaction: _, ...command }) => command)
const commit = { commitTransaction: 1, $db: 'admin' }
const abort = { abortTransaction: 1, $db: 'admin' }

/** One of each kind of fault that is in a command's form and not in what it asks. */
const UNREADABLE: readonly Command[] = [
  update({}, 1),
  update({}, null),
  update({}, [1]),
  { update: 'c', updates: [{ q: {} }] },
  { update: 'c', updates: [{ q: 1, u: {} }] },
  { update: 'c', updates: [] },
  update({}, {}, { multi: 'x' }),
  { ...update({}, {}), ordered: 'x' },
  { update: '', updates: [{ q: {}, u: {} }] },
  { insert: 'c', documents: [] },
  { insert: '' },
  { insert: 'c', documents: [1] },
  { delete: 'c', deletes: [{ q: {}, limit: 2 }] },
  { delete: 'c', deletes: [{ limit: 1 }] },
  { delete: 'c', deletes: [{ q: 1, limit: 1 }] },
  { findAndModify: 'c', update: 1 },
  { findAndModify: 'c', update: {}, query: 1 },
  { findAndModify: 'c', update: {}, new: 'x' },
  { aggregate: 'c', pipeline: [1], cursor: {} },
  { aggregate: 'c', pipeline: [] },
  { aggregate: 'c', pipeline: [{ $a: 1, $b: 1 }], cursor: {} },
  { getMore: 1, collection: 'c' },
  { getMore: Long.fromNumber(5), collection: 'c', batchSize: -1 },
  { killCursors: 'c', cursors: 1 },
  { killCursors: 'c', cursors: [] },
  { count: 'c' },
  { nothing: 1 },
]

export const TRANSACTION_SEQUENCES: readonly Sequence[] = [
  {
    title: 'of a taken _id and two arrays in one index a transaction is told the one whose index is first',
    commands: [
      insert({ _id: 1 }, { _id: 2, a: 1 }),
      index({ a: 1, b: 1 }, { unique: true }),
      ...within('A', 1, [insert({ _id: 1, a: [], b: [] })]),
      ...within('A', 2, [insert({ _id: 3, a: [], b: [] })]),
      ...within('A', 3, [update({ _id: 1 }, { $set: { a: [], b: [] } })]),
    ],
  },
  {
    title: 'a transaction is seen by nobody before its commit',
    commands: [
      insert({ _id: 1, n: 1 }, { _id: 2, n: 2 }),
      ...within('A', 1, [
        update({ _id: 1 }, { $inc: { n: 10 } }),
        insert({ _id: 3, n: 3 }),
        { delete: 'c', deletes: [{ q: { _id: 2 }, limit: 1 }] },
        all,
      ]),
      all,
      { count: 'c' },
      ...later('A', 1, [commit]),
      all,
      ...later('A', 1, [commit]),
      ...later('A', 1, [all]),
      ...later('A', 1, [abort]),
    ],
  },
  {
    title: 'an aborted transaction leaves nothing',
    commands: [
      insert({ _id: 1, n: 1 }),
      ...within('A', 1, [update({ _id: 1 }, { $inc: { n: 10 } }), insert({ _id: 3 }), all, abort]),
      all,
      ...later('A', 1, [commit]),
      ...later('A', 1, [all]),
      ...later('A', 2, [all]),
    ],
  },
  {
    title: 'a collection that others fill and drop is nothing to a transaction that has not used it',
    commands: [
      insert({ _id: 1 }),
      ...within('A', 1, [insert({ _id: 2 })]),
      { insert: 'other', documents: [{ _id: 1 }] },
      { drop: 'other' },
      ...later('A', 1, [insert({ _id: 3 }), commit]),
      all,
    ],
  },
  {
    title: 'a unique key that only the snapshot still has is taken',
    commands: [
      insert({ _id: 1, u: 1 }, { _id: 2, u: 2 }, { _id: 3, u: 3 }),
      index({ u: 1 }, { unique: true }),
      ...within('A', 1, [all]),
      ...within('B', 1, [all]),
      ...within('C', 1, [all]),
      ...within('D', 1, [all]),
      { delete: 'c', deletes: [{ q: { _id: 1 }, limit: 1 }] },
      update({ _id: 2 }, { $set: { u: 20 } }),
      ...later('A', 1, [insert({ _id: 1 })]),
      ...later('B', 1, [insert({ _id: 4, u: 2 })]),
      ...later('C', 1, [update({ _id: 3 }, { $set: { u: 1 } })]),
      ...later('D', 1, [insert({ _id: 5, u: 20 })]),
    ],
  },
  {
    title: 'a snapshot stays as it was at the first operation',
    commands: [
      insert({ _id: 1, n: 1 }, { _id: 2, n: 2 }, { _id: 3, n: 3 }),
      index({ n: 1 }),
      ...within('A', 1, [{ find: 'c', filter: { _id: 1 } }]).map((command) => ({
        ...command,
        readConcern: { level: 'snapshot' },
      })),
      update({ _id: 2 }, { $set: { n: 20 } }),
      insert({ _id: 4, n: 4 }),
      { delete: 'c', deletes: [{ q: { _id: 3 }, limit: 1 }] },
      ...later('A', 1, [
        all,
        { find: 'c', filter: { n: { $gte: 2 } }, sort: { n: 1 } },
        { aggregate: 'c', pipeline: [{ $group: { _id: null, n: { $sum: '$n' } } }], cursor: {} },
      ]),
      ...later('A', 1, [commit]),
      all,
    ],
  },
  {
    title: 'writing what was changed since the snapshot is a conflict',
    commands: [
      insert({ _id: 1, n: 1 }, { _id: 2, n: 2 }),
      ...within('A', 1, [{ find: 'c', filter: { _id: 2 } }]).map((command) => ({
        ...command,
        readConcern: { level: 'snapshot' },
      })),
      update({ _id: 1 }, { $set: { n: 20 } }),
      ...later('A', 1, [update({ _id: 1 }, { $inc: { n: 1 } })]),
      ...later('A', 1, [commit]),
      all,
    ],
  },
  {
    title: 'two transactions on one document: the second is refused',
    commands: [
      insert({ _id: 1, n: 1 }),
      ...within('A', 1, [update({ _id: 1 }, { $inc: { n: 1 } })]),
      ...within('B', 1, [update({ _id: 1 }, { $inc: { n: 100 } })]),
      ...later('A', 1, [commit]),
      ...later('B', 1, [commit]),
      all,
    ],
  },
  {
    title: 'two transactions on one unique key: the second is refused',
    commands: [
      index({ u: 1 }, { unique: true }),
      insert({ _id: 1, u: 'a' }),
      ...within('A', 1, [insert({ _id: 2, u: 'b' })]),
      ...within('B', 1, [insert({ _id: 3, u: 'b' })]),
      ...later('A', 1, [commit]),
      ...later('B', 1, [commit]),
      ...within('A', 2, [insert({ _id: 4, u: 'a' })]),
      ...later('A', 2, [commit]),
      all,
    ],
  },
  {
    title: 'two documents exchange a unique value by way of a third',
    commands: [
      index({ u: 1 }, { unique: true }),
      insert({ _id: 1, u: 'a' }, { _id: 2, u: 'b' }),
      ...within('A', 1, [
        update({ _id: 1 }, { $set: { u: 't' } }),
        update({ _id: 2 }, { $set: { u: 'a' } }),
        update({ _id: 1 }, { $set: { u: 'b' } }),
      ]),
      ...later('A', 1, [commit]),
      all,
    ],
  },
  {
    title: 'a command that cannot be read is told so before its transaction is asked for, and leaves that as it was',
    commands: [
      insert({ _id: 'first' }),
      ...UNREADABLE.flatMap((command, at) => [
        ...within('A', 2 * at + 1, [insert({ _id: at }), command, { find: 'c', filter: { _id: at } }, abort, command]),
        ...within('A', 2 * at + 2, [command]),
        ...later('A', 2 * at + 2, [all]),
      ]),
    ],
  },
  {
    title: 'an error ends a transaction',
    commands: [
      insert({ _id: 1, n: 'x' }),
      ...within('A', 1, [insert({ _id: 2 }), update({ _id: 1 }, { $inc: { n: 1 } })]),
      ...later('A', 1, [all]),
      ...later('A', 1, [commit]),
      ...within('A', 2, [{ count: 'c' }]),
      ...within('A', 3, [{ find: 'c', foo: 1 }]),
      ...later('A', 3, [commit]),
      ...within('A', 2, [{ find: 'c' }]),
      all,
    ],
  },
]
