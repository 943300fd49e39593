import { BSONRegExp, Decimal128, Double, Int32, Long } from 'bson'
import { HOSTILE_VALUES } from './hostileValues.ts'
import type { Command } from './rawConnection.ts'
import type { Sequence } from './sequence.ts'
import { insert } from './shortCommands.ts'

const DOCUMENTS = [{ _id: 'missing' }, ...HOSTILE_VALUES.map((value, at) => ({ _id: new Int32(at), a: value }))]

const one = new Int32(1)

/** Filters that take every hostile value as an operand, then those written out for one rule each. */
const FILTERS: readonly Command[] = [
  ...HOSTILE_VALUES.flatMap((value) => [
    { a: value },
    { a: { $eq: value } },
    { a: { $ne: value } },
    { a: { $gt: value } },
    { a: { $gte: value } },
    { a: { $lt: value } },
    { a: { $lte: value } },
    { a: { $in: [value, 'aa'] } },
    { a: { $nin: [value] } },
    { a: { $all: [value] } },
    { a: { $not: { $gt: value } } },
    { a: { $elemMatch: { $eq: value } } },
    { a: { $elemMatch: { $gte: value } } },
    { 'a.b': value },
    { 'a.b': { $gt: value } },
    { 'a.0': value },
    { 'a.b.c': value },
    { 'a.0.b': value },
  ]),
  ...['double', 'string', 'object', 'array', 'binData', 'objectId', 'bool', 'date', 'null', 'regex', 'int', 'timestamp']
    .concat(['long', 'decimal', 'minKey', 'maxKey', 'number', 'nothing'])
    .flatMap((name) => [{ a: { $type: name } }, { 'a.b': { $type: name } }]),
  { a: { $exists: true } },
  { a: { $exists: false } },
  { a: { $exists: null } },
  { 'a.b': { $exists: true } },
  { 'a.b': { $exists: false } },
  { 'a.0': { $exists: true } },
  { 'a.b.c': { $exists: false } },
  { 'a.1': { $exists: true } },
  { a: { $size: 0 } },
  { a: { $size: 1 } },
  { a: { $size: new Double(2) } },
  { a: { $size: Long.fromNumber(2) } },
  { a: { $size: new Double(1.5) } },
  { a: { $size: -1 } },
  { a: { $size: 'x' } },
  { 'a.b': { $size: 2 } },
  { a: { $type: ['string', 'int'] } },
  { a: { $type: [] } },
  { a: { $all: [] } },
  { a: { $all: [one, new Int32(2)] } },
  { a: { $all: [[one]] } },
  { a: { $all: [{ $elemMatch: { b: one } }, { $elemMatch: { b: new Int32(2) } }] } },
  { a: { $all: [{ $elemMatch: { b: one } }, one] } },
  { a: { $all: 1 } },
  { a: { $in: [] } },
  { a: { $in: 1 } },
  { a: { $in: [{ $gt: 1 }] } },
  { a: { $in: [new BSONRegExp('^a'), null] } },
  { a: { $nin: [] } },
  { a: { $elemMatch: { b: one, c: new Int32(2) } } },
  { a: { $elemMatch: { b: { $gt: 1 } } } },
  { a: { $elemMatch: {} } },
  { a: { $elemMatch: 1 } },
  { a: { $elemMatch: { $gt: 0, $lt: 2 } } },
  { a: { $elemMatch: { $elemMatch: { $gt: 0 } } } },
  { a: { $elemMatch: { $not: { $gt: 1 } } } },
  { a: { $elemMatch: { $or: [{ b: one }, { c: new Int32(1) }] } } },
  { a: { $elemMatch: { 0: one } } },
  { a: { $gt: 1, $lt: 0 } },
  { a: { $gt: 0, $lt: 2 } },
  { 'a.b': one, 'a.c': new Int32(2) },
  { a: { $not: { $exists: true } } },
  { a: { $not: { $elemMatch: { b: one } } } },
  { a: { $not: {} } },
  { a: { $not: 1 } },
  { a: { $not: new BSONRegExp('^a') } },
  { $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] },
  { $or: [{ a: one }, { a: 'a' }] },
  { $nor: [{ a: one }, { a: 'a' }, { a: null }] },
  { $and: [] },
  { $or: {} },
  { $nor: [1] },
  { $and: [{ $or: [{ a: one }] }, { a: { $ne: [one] } }] },
  { $comment: 'x', a: one },
  { a: { $comment: 'x' } },
  { a: { $foo: 1 } },
  { $foo: 1 },
  { a: { $gt: 1, b: 2 } },
  { a: { b: 2, $gt: 1 } },
  { a: { $regex: '^a' } },
  { a: { $regex: '^A', $options: 'i' } },
  { a: { $regex: '\\$b' } },
  { a: { $regex: new BSONRegExp('A', 'i') } },
  { a: { $regex: 1 } },
  { a: { $options: 'i' } },
  { a: { $regex: '^a', $options: 1 } },
  { a: { $regex: '(a+)+$' } },
  { a: { $regex: 'いう' } },
  { a: { $ne: new BSONRegExp('a') } },
  { a: { $gt: new BSONRegExp('a') } },
  { a: Decimal128.fromString('1.5') },
  { _id: { $gt: new Int32(70) } },
  { _id: { $in: [one, 'missing', 'none'] } },
  { '': 1 },
  { 'a.': 1 },
  { 'a..b': one },
  { ['__proto__']: 1 },
  { 'a.__proto__': one },
  { $where: 'true' },
  { $expr: { $gt: ['$a', 1] } },
  { a: { $mod: [2, 1] } },
]

const SORTS: readonly Command[] = [
  { a: 1, _id: 1 },
  { a: -1, _id: 1 },
  { 'a.b': 1, _id: 1 },
  { 'a.b': -1, _id: -1 },
  { 'a.b': 1, 'a.c': -1, _id: 1 },
  { a: 1, 'a.b': 1, _id: 1 },
  { '': 1 },
  { a: 2 },
  { a: 'x' },
  { $a: 1 },
  { 'a.$b': 1 },
]

const PROJECTIONS: readonly Command[] = [
  { a: 1 },
  { a: 0 },
  { _id: 0 },
  { _id: 1 },
  { _id: 0, a: 1 },
  { 'a.b': 1 },
  { 'a.b': 0 },
  { 'a.b.c': 1 },
  { a: { b: 1 } },
  { a: { b: 0 }, _id: 0 },
  { 'a.b': 1, 'a.c': 1 },
  { a: 1, 'a.b': 1 },
  { 'a.b': 1, a: 1 },
  { a: 1, b: 0 },
  { b: 0, a: 1 },
  { '': 1 },
  { $a: 1 },
  { a: true, _id: false },
  { nothing: 1 },
]

function finding(title: string, finds: readonly Command[], before: readonly Command[] = []): Sequence {
  const insert = { insert: 'c', documents: DOCUMENTS }
  return { title, commands: [insert, ...before, ...finds.map((find) => ({ find: 'c', batchSize: 1_000, ...find }))] }
}

const chunk = 20
const indexed = {
  createIndexes: 'c',
  indexes: [
    { key: { 'a.b': 1 }, name: 'ab' },
    { key: { _id: -1, 'a.c': 1 }, name: 'ic' },
  ],
}

export const QUERY_SEQUENCES: readonly Sequence[] = [
  ...Array.from({ length: Math.ceil(FILTERS.length / chunk) }, (_, at) =>
    finding(
      `filters ${at * chunk} and on`,
      FILTERS.slice(at * chunk, (at + 1) * chunk).map((filter) => ({ filter, projection: { _id: 1 } })),
    ),
  ),
  ...Array.from({ length: Math.ceil(FILTERS.length / chunk) }, (_, at) =>
    finding(
      `filters ${at * chunk} and on, with indexes`,
      FILTERS.slice(at * chunk, (at + 1) * chunk).map((filter) => ({ filter, projection: { _id: 1 } })),
      [indexed],
    ),
  ),
  ...SORTS.map((sort) => finding(`sort ${JSON.stringify(sort)}`, [{ sort, projection: { _id: 1 } }])),
  finding('sorts with skip and limit', [
    { sort: { _id: 1 }, skip: 3, limit: 4 },
    { sort: { _id: -1 }, limit: 2 },
    { sort: { _id: 1 }, skip: 1000 },
    { limit: -1 },
    { skip: -1 },
    { batchSize: -1 },
    { limit: 'x' },
    { filter: 1 },
    { sort: [] },
    { foo: 1 },
    { hint: 'none' },
    { hint: { _id: 1 }, filter: { _id: { $lt: new Int32(3) } } },
    { hint: '_id_', filter: { _id: one } },
    { maxTimeMS: -1 },
  ]),
  ...PROJECTIONS.map((projection) => finding(`projection ${JSON.stringify(projection)}`, [{ projection }])),
  finding(
    'positional projections',
    ['a.$', 'a.$.b', '$', 'a.b.$'].map((name) => ({ filter: { a: 1 }, projection: { [name]: 1 } })),
  ),
  {
    title: 'names with a $ in $all, and projections whose paths meet',
    commands: [
      insert({ _id: 1, a: [{ x: 0 }] }, { _id: 2, a: [1] }),
      ...[
        ...[{ $x: 0 }, { $gt: 0 }, { $and: [] }, { $not: 1 }, { $regex: 'x' }, { $where: 1 }, { $comment: 1 }],
        ...[{ $options: 'i' }, { $foo: 1 }, { $elemMatch: {} }, { $exists: 1 }, { $near: 1 }, { $mod: [1, 1] }],
      ].flatMap((item) => [
        { find: 'c', filter: { a: { $all: [item] } } },
        { find: 'c', filter: { a: { $elemMatch: { $all: [item] } } } },
      ]),
      ...[
        { 'a.x': 1, a: { x: 1 } },
        { a: { x: 1 }, 'a.x': 1 },
        { 'a.x': 1, a: { x: { y: 1 } } },
        { 'a.x.y': 1, a: { x: 1 } },
        { a: { x: 1 }, 'a.x.y': 1 },
        { a: { x: 1, 'x.y': 1 } },
        { a: { x: 1 }, 'a.y': 1 },
        { 'a.': { x: 1 } },
        { a: { 'x.': 1 } },
        { a: { '.x': 1 } },
        { '': { x: 1 } },
      ].map((projection) => ({ find: 'c', projection })),
    ],
  },
]
