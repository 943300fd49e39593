import { BSONRegExp, Double, Long } from 'bson'
import type { Command } from './rawConnection.ts'
import type { Sequence } from './sequence.ts'
import { all, index, insert, int, update } from './shortCommands.ts'

/** What an upsert may make of an `_id` of which its query names a field, or all. */
const ID_QUERIES = [
  { '_id.x': int(7) },
  { _id: { x: int(7) } },
  { '_id.x': int(7), '_id.y': int(8) },
  { _id: { x: int(1) } },
]
const ID_CHANGES: readonly unknown[] = [
  ...[
    { z: 1 },
    { _id: 7, w: 1 },
    { _id: { x: int(7) }, w: 1 },
    {},
    { $set: { '_id.q': 1 } },
    { $set: { '_id.x': int(7) } },
  ],
  ...[
    { $setOnInsert: { '_id.q': 1 } },
    { $unset: { '_id.x': 1 } },
    { $unset: { '_id.z': 1 } },
    { $inc: { '_id.x': int(1) } },
  ],
  { $set: { '_id.x': 9, 'a.b.c': 1 } },
]

const NUMBERS_FOR_FLAGS: readonly Command[] = [
  update({}, { $set: { a: 2 } }, { multi: 1 }),
  update({ _id: 8 }, { $set: { a: 2 } }, { upsert: 1 }),
  update({ _id: 8 }, { $set: { a: 2 } }, { upsert: 0 }),
  { ...update({}, { $set: { a: 2 } }), ordered: 1 },
  { ...insert({ _id: 9 }), ordered: 1 },
  { find: 'c', sort: { _id: 1 }, singleBatch: 1 },
  { listCollections: 1, nameOnly: 1 },
  { findAndModify: 'c', query: { _id: 1 }, update: { $set: { a: 2 } }, new: 1 },
  { findAndModify: 'c', query: { _id: 7 }, update: { $set: { a: 2 } }, upsert: 1 },
]

const WRONG_FIELDS = [{ query: 1 }, { update: 1 }, { new: 'x' }, { upsert: 'x' }, { fields: 1 }]

export const WRITE_SEQUENCES: readonly Sequence[] = [
  ...ID_QUERIES.flatMap((q) =>
    ID_CHANGES.map((u) => ({
      title: `an _id by its fields: ${JSON.stringify([q, u])}`,
      commands: [
        insert({ _id: { x: int(1) }, a: int(1) }),
        update(q, u, { upsert: true }),
        { findAndModify: 'd', query: q, update: u, upsert: true, new: true },
        { find: 'c', sort: { a: 1 } },
      ],
    })),
  ),
  ...NUMBERS_FOR_FLAGS.map((command, at) => ({
    title: `a number for a flag ${at}`,
    commands: [insert({ _id: 1, a: 1 }), command, all],
  })),
  {
    title: 'options that only look like options',
    commands: [
      insert({ _id: 1 }),
      { ping: 1, foo: 1 },
      { listIndexes: 'c', cursor: { foo: 1 } },
      { listCollections: 1, nameOnly: true, cursor: { batchSize: 0 } },
      { find: 'c', filter: { [Array(181).fill('x').join('.')]: 1 } },
    ],
  },
  {
    title: 'an index of which is said what it is not',
    commands: [
      ...[false, 0, true, 2].flatMap((flag, at) => [
        index({ [`s${at}`]: 1 }, { sparse: flag }),
        index({ [`u${at}`]: 1 }, { unique: flag }),
        index({ [`b${at}`]: 1 }, { background: flag }),
      ]),
      index({ s0: 1 }),
      { listIndexes: 'c' },
    ],
  },
  {
    title: 'an array is filled up with a million and a half of nulls at most',
    commands: [insert({ _id: 1, a: [] }), update({}, { $set: { 'a.1500001': 1 } }), all],
  },
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
      { findAndModify: 'c', query: { n: { $gt: 1 } }, update: { $inc: { n: 10 } } },
      { findAndModify: 'c', query: { n: 2 }, update: { $set: { n: 4 } }, new: true, fields: { n: 1, _id: 0 } },
      { findAndModify: 'c', query: { n: 99 }, update: { $set: { n: 4 } } },
      { findAndModify: 'c', query: { n: 99 }, update: { $set: { x: 4 } }, upsert: true },
      { findAndModify: 'c', query: { _id: 7 }, update: { n: 4 }, upsert: true, new: true },
      { findAndModify: 'c', query: { _id: 2 } },
      { findAndModify: 'c', query: { _id: 2 }, update: { $inc: { _id: 1 } } },
      { findAndModify: 'c', query: { _id: 2 }, update: { $set: { n: 4 } }, new: true },
      { findAndModify: 'c', query: { _id: 2 }, update: { $set: { n: 5 } }, new: true },
      { find: 'c', filter: { _id: { $type: 'double' } }, sort: { _id: 1 } },
    ],
  },
  {
    title: 'of two wrong fields of find and modify the first is told',
    commands: [
      ...WRONG_FIELDS.flatMap((one) =>
        WRONG_FIELDS.filter((other) => other !== one).map((other) => ({ findAndModify: 'c', ...one, ...other })),
      ),
      { findAndModify: 'c', upsert: 'x' },
    ],
  },
  {
    title: 'cursors',
    commands: [
      insert(...Array.from({ length: 150 }, (_, at) => ({ _id: at }))),
      { find: 'c', sort: { _id: 1 } },
      { find: 'c', sort: { _id: 1 }, batchSize: 3, limit: 3 },
      { find: 'c', sort: { n: 1, _id: 1 }, batchSize: 3, limit: 3 },
      { find: 'c', batchSize: 3, limit: 3, sort: { _id: -1 }, filter: { _id: { $gt: 7 } } },
      { find: 'c', sort: { _id: 1 }, batchSize: 3, singleBatch: true },
      { find: 'c', sort: { _id: 1 }, batchSize: 0 },
      { getMore: Long.fromNumber(12345), collection: 'c' },
      { getMore: 1, collection: 'c' },
      { count: 'c' },
      { count: 'none' },
      { nothing: 1 },
      { ping: 1 },
    ],
  },
]
