import { BSONRegExp, Double, Int32, Long } from 'bson'
import type { Command } from './rawConnection.ts'
import type { Sequence } from './sequence.ts'

const int = (value: number) => new Int32(value)
const all = { find: 'c', filter: {}, sort: { _id: 1 } }
const insert = (...documents: unknown[]): Command => ({ insert: 'c', documents })
const index = (key: Command, more: Command = {}): Command => ({
  createIndexes: 'c',
  indexes: [{ key, name: Object.keys(key).join('_'), ...more }],
})
const update = (q: Command, u: unknown, more: Command = {}): Command => ({ update: 'c', updates: [{ q, u, ...more }] })

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

const WRITES: readonly Sequence[] = [
  {
    title: 'ids of every kind',
    commands: [
      insert({ a: 1, _id: 'b' }, { _id: null }, { _id: { x: 1 } }, { _id: new Double(1) }, { _id: '' }),
      ...[[1], new BSONRegExp('a'), { $x: 1 }, Long.fromNumber(1), { x: new Double(1) }].map((id) =>
        insert({ _id: id }),
      ),
      insert({ $a: 1, _id: 's' }),
      insert({ _id: 't', a: { $b: 1 }, 'c.d': 1, '': 1, ['__proto__']: 2 }),
      all,
    ],
  },
  {
    title: 'an ordered batch ends at its first error and an unordered one goes on',
    commands: [
      { insert: 'c', documents: [{ _id: 1 }, { _id: 1 }, { _id: 2 }] },
      { insert: 'c', ordered: false, documents: [{ _id: 1 }, { _id: 3 }, { _id: 3 }, { _id: 4 }] },
      all,
      { insert: 'c', documents: [] },
      { insert: 'c', documents: [1] },
      { insert: 'c', documents: 1 },
      { insert: 'c' },
      { insert: 1, documents: [{}] },
      { insert: 'c', documents: [{ _id: 9 }], foo: 1 },
      { insert: 'c', documents: [{ _id: 9 }], ordered: 'x' },
      { insert: '', documents: [{ _id: 9 }] },
      { insert: 'a$b', documents: [{ _id: 9 }] },
      { insert: 'system.x', documents: [{ _id: 9 }] },
    ],
  },
  {
    title: 'updates of many, of one, of none',
    commands: [
      insert({ _id: 1, n: 1 }, { _id: 2, n: 1 }, { _id: 3, n: 2 }),
      update({ n: 1 }, { $inc: { n: 1 } }),
      update({ n: { $lte: 2 } }, { $inc: { n: 1 } }, { multi: true }),
      update({ n: 77 }, { $inc: { n: 1 } }),
      update({ n: 3 }, { n: 4 }, { multi: true }),
      update({ _id: 1 }, { n: 4 }),
      update({ _id: 1 }, { $set: { n: 5 } }, { foo: 1 }),
      { update: 'c', updates: [{ q: { _id: 1 } }] },
      { update: 'c', updates: [{ u: { $set: { n: 1 } } }] },
      {
        update: 'c',
        updates: [
          { q: { _id: 1 }, u: { $set: { n: 8 } } },
          { q: { _id: 1 }, u: { $foo: 1 } },
          { q: {}, u: { n: 1 } },
        ],
      },
      {
        update: 'c',
        ordered: false,
        updates: [
          { q: { _id: 1 }, u: { $foo: 1 } },
          { q: {}, u: { $set: { m: 1 } }, multi: true },
        ],
      },
      { update: 'none', updates: [{ q: {}, u: { $set: { n: 1 } } }] },
      update({ $foo: 1 }, { $set: { n: 1 } }),
      all,
    ],
  },
  {
    title: 'deletes',
    commands: [
      insert({ _id: 1, n: 1 }, { _id: 2, n: 1 }, { _id: 3, n: 2 }),
      { delete: 'c', deletes: [{ q: { n: 1 }, limit: 1 }] },
      { delete: 'c', deletes: [{ q: { n: 1 }, limit: 2 }] },
      { delete: 'c', deletes: [{ q: { n: 1 } }] },
      { delete: 'c', deletes: [{ q: { n: { $gt: 0 } }, limit: 0 }] },
      { delete: 'none', deletes: [{ q: {}, limit: 0 }] },
      all,
    ],
  },
  {
    title: 'find and modify',
    commands: [
      insert({ _id: 1, n: 1, t: ['x'] }, { _id: 2, n: 2 }, { _id: 3, n: 3 }),
      { findAndModify: 'c', query: { n: { $gt: 1 } }, sort: { n: -1 }, update: { $inc: { n: 10 } } },
      { findAndModify: 'c', query: { n: 2 }, update: { $set: { n: 4 } }, new: true, fields: { n: 1, _id: 0 } },
      { findAndModify: 'c', query: { n: 99 }, update: { $set: { n: 4 } } },
      { findAndModify: 'c', query: { n: 99 }, update: { $set: { x: 4 } }, upsert: true },
      { findAndModify: 'c', query: { _id: 7 }, update: { n: 4 }, upsert: true, new: true },
      { findAndModify: 'c', query: { _id: 1 }, remove: true },
      { findAndModify: 'c', query: { _id: 1 }, remove: true },
      { findAndModify: 'c', query: { _id: 2 }, remove: true, new: true },
      { findAndModify: 'c', query: { _id: 2 }, remove: true, update: { n: 1 } },
      { findAndModify: 'c', query: { _id: 2 } },
      { findAndModify: 'c', query: { _id: 2 }, update: { $inc: { _id: 1 } } },
      { findAndModify: 'c', query: { _id: 2 }, update: { $set: { n: 4 } }, new: true },
      { findandmodify: 'c', query: { _id: 2 }, update: { $set: { n: 5 } }, new: true },
      { find: 'c', filter: { _id: { $type: 'double' } }, sort: { _id: 1 } },
    ],
  },
  {
    title: 'cursors',
    commands: [
      insert(...Array.from({ length: 150 }, (_, at) => ({ _id: at }))),
      { find: 'c', sort: { _id: 1 } },
      { find: 'c', sort: { _id: 1 }, batchSize: 3, limit: 3 },
      { find: 'c', sort: { _id: 1 }, batchSize: 3, singleBatch: true },
      { find: 'c', sort: { _id: 1 }, batchSize: 0 },
      { getMore: Long.fromNumber(12345), collection: 'c' },
      { getMore: 1, collection: 'c' },
      { count: 'c' },
      { count: 'c', query: { _id: { $gte: 100 } } },
      { count: 'c', query: { _id: { $gte: 100 } }, skip: 10, limit: 5 },
      { count: 'none' },
      { nothing: 1 },
      { ping: 1 },
    ],
  },
]

const INDEXES: readonly Sequence[] = [
  {
    title: 'a unique index refuses, with key and value, wherever the error belongs',
    commands: [
      index({ u: 1 }, { unique: true }),
      insert({ _id: 1, u: 'a' }, { _id: 2, u: 'b' }),
      insert({ _id: 3, u: 'a' }),
      insert({ _id: 4 }),
      insert({ _id: 5 }),
      insert({ _id: 6, u: ['x', 'y'] }),
      insert({ _id: 7, u: ['z', 'y'] }),
      insert({ _id: 8, u: ['w', 'w'] }),
      update({ _id: 1 }, { $set: { u: 'b' } }),
      update({ _id: 1 }, { $set: { u: 'c' } }),
      update({ _id: 99 }, { $set: { u: 'c' } }, { upsert: true }),
      { findAndModify: 'c', query: { _id: 2 }, update: { $set: { u: 'c' } } },
      insert({ _id: 9, u: new Double(1) }),
      insert({ _id: 10, u: Long.fromNumber(1) }),
      all,
    ],
  },
  {
    title: 'a compound unique index',
    commands: [
      index({ a: 1, 'b.c': -1 }, { unique: true }),
      insert({ _id: 1, a: 1, b: { c: 1 } }, { _id: 2, a: 1, b: { c: 2 } }),
      insert({ _id: 3, a: 1, b: { c: 2 } }),
      insert({ _id: 4, a: 1, b: [{ c: 7 }, { c: 8 }] }),
      insert({ _id: 5, a: [1], b: { c: 8 } }),
      insert({ _id: 6, a: [1], b: [{ c: 9 }] }),
      insert({ _id: 7, a: 1 }),
      insert({ _id: 8, a: 1, b: null }),
      all,
    ],
  },
  {
    title: 'sparse and partial unique indexes leave documents out',
    commands: [
      index({ s: 1 }, { unique: true, sparse: true }),
      index({ p: 1 }, { unique: true, partialFilterExpression: { on: true } }),
      insert(
        { _id: 1 },
        { _id: 2 },
        { _id: 3, s: null },
        { _id: 4, p: 1 },
        { _id: 5, p: 1 },
        { _id: 6, p: 1, on: true },
      ),
      insert({ _id: 7, s: null }),
      insert({ _id: 8, p: 1, on: true }),
      update({ _id: 4 }, { $set: { on: true } }),
      { find: 'c', filter: { s: null }, sort: { _id: 1 } },
      { find: 'c', filter: { p: 1 }, sort: { _id: 1 } },
      { find: 'c', filter: { p: 1, on: true }, sort: { _id: 1 } },
      all,
    ],
  },
  {
    title: 'indexes that cannot be',
    commands: [
      insert({ _id: 1, a: 1, t: [1], v: [2] }, { _id: 2, a: 1 }),
      index({ a: 1 }, { unique: true }),
      { listIndexes: 'c' },
      index({ t: 1, v: 1 }),
      index({ a: 0 }),
      index({ a: 'foo' }),
      index({}),
      index({ '': 1 }),
      index({ a: 1 }, { foo: 1 }),
      index({ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }),
      index({ a: 1 }, { expireAfterSeconds: -1 }),
      index({ a: 1 }, { expireAfterSeconds: 'x' }),
      index({ a: 1, b: 1 }, { expireAfterSeconds: 10 }),
      index({ _id: 1 }),
      { createIndexes: 'c', indexes: [] },
      { createIndexes: 'c', indexes: [{ key: { a: 1 } }] },
      { createIndexes: 'c', indexes: [{ name: 'x' }] },
      { listIndexes: 'none' },
    ],
  },
  {
    title: 'the same index again, and another of its name',
    commands: [
      index({ a: 1 }),
      index({ a: 1 }),
      index({ a: new Double(1) }),
      index({ a: 1 }, { unique: true }),
      index({ a: 1 }, { name: 'other' }),
      index({ b: 1 }, { name: 'a' }),
      index({ a: -1 }, { name: 'down' }),
      index({ a: 1 }, { name: 'part', partialFilterExpression: { x: 1 } }),
      index({ when: 1 }, { expireAfterSeconds: 10 }),
      { collMod: 'c', index: { name: 'when', expireAfterSeconds: 99 } },
      { collMod: 'c', index: { name: 'nothing', expireAfterSeconds: 99 } },
      { listIndexes: 'c' },
      { dropIndexes: 'c', index: 'a' },
      { dropIndexes: 'c', index: 'a' },
      { dropIndexes: 'c', index: '_id_' },
      { dropIndexes: 'none', index: 'a' },
      { dropIndexes: 'c', index: '*' },
      { listIndexes: 'c' },
    ],
  },
  {
    title: 'collections come and go',
    commands: [
      { create: 'c' },
      { create: 'c' },
      { create: 'd', foo: 1 },
      { listCollections: 1, nameOnly: true },
      { listCollections: 1, nameOnly: true, filter: { name: 'c' } },
      { drop: 'c' },
      { drop: 'c' },
      insert({ _id: 1 }),
      { dropDatabase: 1 },
      { dropDatabase: 1 },
      all,
    ],
  },
]

const people = [
  { _id: 1, k: 'a', n: int(1), tags: ['x', 'y'] },
  { _id: 2, k: 'b', n: int(2147483647), tags: [] },
  { _id: 3, k: 'a', n: Long.fromNumber(3), ref: [1, 2] },
  { _id: 4, k: null, n: new Double(0.1), sub: { x: 1, y: [1, 2] } },
  { _id: 5, n: 'text', tags: 'solo', ref: 4 },
  { _id: 6, k: 'b', n: int(1), docs: [{ v: 1 }, { v: 2 }, {}] },
]

const PIPELINES: readonly (readonly unknown[])[] = [
  [{ $match: { k: 'a' } }, { $group: { _id: 1, n: { $sum: 1 } } }],
  [{ $group: { _id: null, n: { $sum: '$n' }, max: { $max: '$n' }, min: { $min: '$n' } } }],
  [
    { $sort: { _id: 1 } },
    { $group: { _id: '$k', first: { $first: '$n' }, last: { $last: '$n' }, all: { $push: '$n' } } },
  ],
  [{ $match: { n: { $type: 'int' } } }, { $group: { _id: null, n: { $sum: '$n' } } }],
  [{ $match: { n: { $type: ['int', 'double'] } } }, { $group: { _id: null, n: { $sum: '$n' } } }],
  [{ $group: { _id: { k: '$k', m: '$missing' }, n: { $sum: 1 } } }],
  [{ $group: { _id: '$docs.v', n: { $sum: 1 } } }],
  [{ $group: { _id: null, s: { $addToSet: '$k' } } }, { $unwind: '$s' }, { $sort: { s: 1 } }],
  [{ $unwind: '$tags' }, { $sort: { _id: 1, tags: 1 } }],
  [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $sort: { _id: 1, tags: 1 } }],
  [{ $unwind: '$sub.y' }],
  [{ $unwind: 'tags' }],
  [{ $unwind: 1 }],
  [{ $count: 'total' }],
  [{ $count: '' }],
  [{ $count: '$x' }],
  [{ $match: { k: 'none' } }, { $count: 'total' }],
  [{ $sort: { n: 1, _id: 1 } }, { $skip: 1 }, { $limit: 2 }],
  [{ $limit: 0 }],
  [{ $skip: -1 }],
  [{ $sort: {} }],
  [{ $sort: { a: 3 } }],
  [{ $project: { k: 1 } }],
  [{ $project: { _id: 0, k: 1, size: { $size: { $ifNull: ['$docs', []] } } } }],
  [{ $project: { tags: { $size: '$tags' } } }],
  [{ $project: { v: '$docs.v', x: '$sub.x', lit: { $literal: 1 } } }],
  [{ $project: { big: { $cond: [{ $gt: ['$n', 1] }, 'yes', 'no'] } } }],
  [{ $project: { a: { $eq: ['$k', null] }, b: { $lt: ['$k', 'b'] }, c: { $ne: ['$missing', '$nothing'] } } }],
  [{ $project: { a: { $and: ['$n', '$k'] }, o: { $or: ['$k', 0] }, not: { $not: ['$k'] } } }],
  [{ $project: {} }],
  [{ $project: { a: 1, b: 0 } }],
  [{ $addFields: { extra: '$k', k: '$$ROOT._id' } }],
  [{ $addFields: { extra: '$k', n: 5 } }],
  [{ $match: { n: { $type: 'int' } } }, { $addFields: { sum: { $add: ['$n', 1] } } }],
  [{ $lookup: { from: 'c', localField: 'ref', foreignField: '_id', as: 'found' } }, { $unwind: '$found' }, { $sort: { _id: 1, 'found._id': 1 } }],
  [{ $lookup: { from: 'none', localField: 'ref', foreignField: '_id', as: 'found' } }, { $unwind: '$found' }, { $sort: { _id: 1, 'found._id': 1 } }],
  [{ $lookup: { from: 'c', localField: 'k', foreignField: 'k', as: 'same' } }, { $unwind: '$same' }, { $sort: { _id: 1, 'same._id': 1 } }],
  [{ $foo: 1 }],
  [{ $match: 1 }],
  [{ $match: { k: 'a' }, $sort: { _id: 1 } }],
  [{}],
  [{ $group: { n: { $sum: 1 } } }],
  [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }],
  [{ $group: { _id: 1, a: 1 } }],
  [{ $group: 1 }],
]

const AGGREGATES: readonly Sequence[] = [
  ...PIPELINES.map((pipeline) => ({
    title: `pipeline ${JSON.stringify(pipeline)}`,
    commands: [insert(...people), { aggregate: 'c', pipeline, cursor: {} }],
  })),
  {
    title: 'distinct values',
    commands: [
      insert(...people),
      ...['k', 'n', 'tags', 'docs.v', 'docs', 'sub.y', 'sub.y.0', 'missing', 'docs.0.v', ''].map((key) => ({
        distinct: 'c',
        key,
      })),
      { distinct: 'c', key: 'n', query: { k: 'a' } },
      { distinct: 'none', key: 'n' },
      { distinct: 'c' },
      { aggregate: 'c', pipeline: [] },
      { aggregate: 'c', cursor: {} },
      { aggregate: 'c', pipeline: {}, cursor: {} },
      { aggregate: 'c', pipeline: [], cursor: {}, foo: 1 },
    ],
  },
]

const TRANSACTIONS: readonly Sequence[] = [
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

export const COMMAND_SEQUENCES: readonly Sequence[] = [...WRITES, ...INDEXES, ...AGGREGATES, ...TRANSACTIONS]
