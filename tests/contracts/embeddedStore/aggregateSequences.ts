import { Double, Long } from 'bson'
import type { Sequence } from './sequence.ts'
import { insert, int } from './shortCommands.ts'

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
  [{ $group: { _id: null, max: { $max: '$n' }, min: { $min: '$n' } } }],
  [{ $match: { n: { $type: 'int' } } }, { $group: { _id: null, n: { $sum: '$n' } } }],
  [{ $match: { n: { $type: ['int', 'long'] } } }, { $group: { _id: null, n: { $sum: '$n' } } }],
  [{ $group: { _id: { k: '$k', m: '$missing' }, n: { $sum: 1 } } }],
  [{ $group: { _id: '$docs.v', n: { $sum: 1 } } }],
  [{ $unwind: '$tags' }, { $sort: { _id: 1, tags: 1 } }],
  [{ $count: 'total' }],
  [{ $match: { k: 'none' } }, { $count: 'total' }],
  [{ $sort: { n: 1, _id: 1 } }, { $skip: 1 }, { $limit: 2 }],
  [{ $limit: 0 }],
  [{ $skip: -1 }],
  [{ $sort: {} }],
  [{ $sort: { a: 3 } }],
  [{ $sort: { _id: 1 } }, { $sort: { 'sub.y': 1, _id: -1 } }],
  [{ $sort: { _id: 1 } }, { $match: { _id: 3 } }, { $addFields: { tags: '$ref' } }, { $sort: { ref: 1, tags: 1 } }],
  [{ $sort: { _id: 1 } }, { $project: { $x: {} } }],
  [{ $sort: { _id: 1 } }, { $project: { $x: {}, k: '$n' } }],
  [{ $project: { k: 1 } }],
  [{ $project: { _id: 0, k: 1, size: { $size: { $ifNull: ['$docs', []] } } } }],
  [{ $project: { v: '$docs.v', x: '$sub.x', _id: 0, k: 1 } }],
  [{ $project: { a: { $eq: ['$k', null] }, b: { $lt: ['$k', 'b'] }, c: { $ne: ['$missing', '$nothing'] } } }],
  [{ $project: {} }],
  [{ $project: { a: 1, b: 0 } }],
  [{ $project: { k: '$n', _id: 1 } }],
  [{ $project: { 'a.': 1, k: '$n' } }],
  [{ $project: { a: 'x', 'a.$': 1 } }],
  [{ $project: { a: '$n', $b: 1 } }],
  [{ $project: { k: '$', 'a.': 1 } }],
  [{ $addFields: { extra: '$k', k: '$$ROOT._id' } }],
  [{ $addFields: { extra: '$k', n: 5 } }],
  [{ $match: { n: { $type: 'int' } } }, { $addFields: { sum: { $add: ['$n', 1] } } }],
  [
    { $lookup: { from: 'c', localField: 'ref', foreignField: '_id', as: 'found' } },
    { $unwind: '$found' },
    { $sort: { _id: 1, 'found._id': 1 } },
  ],
  [
    { $lookup: { from: 'c', localField: 'ref', foreignField: '_id', as: 'found' } },
    { $project: { n: 1, 'a.x': 1 } },
    { $sort: { _id: 1 } },
  ],
  [
    { $lookup: { from: 'c', localField: 'ref', foreignField: '_id', as: 'found' } },
    { $project: { found: 0, 'a.x': 0 } },
    { $sort: { _id: 1 } },
  ],
  [
    { $lookup: { from: 'none', localField: 'ref', foreignField: '_id', as: 'found' } },
    { $unwind: '$found' },
    { $sort: { _id: 1, 'found._id': 1 } },
  ],
  [
    { $lookup: { from: 'c', localField: 'k', foreignField: 'k', as: 'same' } },
    { $unwind: '$same' },
    { $sort: { _id: 1, 'same._id': 1 } },
  ],
  [{ $foo: 1 }],
  [{ $match: 1 }],
  [{ $match: { k: 'a' }, $sort: { _id: 1 } }],
  [{}],
  [{ $group: { n: { $sum: 1 } } }],
  [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }],
  [{ $group: { _id: 1, a: 1 } }],
  [{ $group: 1 }],
]

export const AGGREGATE_SEQUENCES: readonly Sequence[] = [
  ...PIPELINES.map((pipeline) => ({
    title: `pipeline ${JSON.stringify(pipeline)}`,
    commands: [insert(...people), { aggregate: 'c', pipeline, cursor: {} }],
  })),
  {
    title: 'distinct values of a field whose name has a dot in it',
    commands: [
      insert({ _id: 1, a: { b: 1 } }, { _id: 2, 'a.b': 2 }),
      { distinct: 'c', key: 'a.b', query: { _id: 1 } },
      { distinct: 'c', key: 'a.b' },
    ],
  },
  {
    title: 'distinct values',
    commands: [
      insert(...people),
      ...['k', 'n', 'tags', 'docs.v', 'docs', 'sub.y', 'missing', ''].map((key) => ({
        distinct: 'c',
        key,
      })),
      { distinct: 'c', key: 'n', query: { k: 'a' } },
      { distinct: 'none', key: 'n' },
      { distinct: 'c' },
      { distinct: 'c', key: 'a.', query: { $and: 1 } },
      { distinct: 'c', key: 'a.', query: { n: 1 } },
      { distinct: 'none', key: 'a.', query: { $and: 1 } },
      { aggregate: 'c', pipeline: [] },
      { aggregate: 'c', cursor: {} },
      { aggregate: 'c', pipeline: {}, cursor: {} },
      { aggregate: 'c', pipeline: [], cursor: {}, foo: 1 },
    ],
  },
]
