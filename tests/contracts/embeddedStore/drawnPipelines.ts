import { Int32 } from 'bson'
import fc from 'fast-check'
import { filter, oddSort, projection, sort } from './drawnQueries.ts'
import { documentOf, fieldName, path, value, weighted } from './drawnValues.ts'
import type { Command } from './rawConnection.ts'

const fieldPath = path.map((name) => `$${name}`)
const operand = weighted<unknown>([4, fieldPath], [1, value.map((given) => ({ $literal: given }))])

const expression = weighted<unknown>(
  [4, fieldPath],
  [1, fc.constantFrom<unknown>('$$ROOT', '$$CURRENT', '$$NOW', new Int32(1), 'x', null)],
  [1, value.map((given) => ({ $literal: given }))],
  [2, fc.tuple(operand, operand).map((parts) => ({ $ifNull: parts }))],
  [
    1,
    fc
      .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), operand, operand)
      .map(([name, ...parts]) => ({ [name]: parts })),
  ],
  [
    1,
    fc
      .tuple(fc.constantFrom('$and', '$or', '$add'), fc.array(operand, { maxLength: 3 }))
      .map(([name, parts]) => ({ [name]: parts })),
  ],
  [1, operand.map((given) => ({ $size: given }))],
  [1, operand.map((given) => ({ $not: [given] }))],
  [1, fc.tuple(operand, operand, operand).map((parts) => ({ $cond: parts }))],
  [1, documentOf(fc.constantFrom('p', 'q'), fieldPath, 2)],
  [1, fc.constantFrom<unknown>({ $concat: ['$a', 'x'] }, { $cond: [1] }, { $eq: 1 }, ['$a', '$b'])],
)

const accumulator = fc
  .tuple(fc.constantFrom('$sum', '$sum', '$min', '$max', '$first', '$last', '$push', '$addToSet', '$avg'), expression)
  .map(([name, given]) => ({ [name]: given }))

const group = fc
  .tuple(
    expression,
    documentOf(weighted([6, fc.constantFrom('n', 'm')], [1, fc.constantFrom('a.b', '$a')]), accumulator, 2),
  )
  .map(([_id, fields]): Command => ({ $group: { _id, ...fields } }))

const lookup = fc
  .tuple(fc.constantFrom('plain', 'none'), path, path, fc.constantFrom('found', 'a', 'a.x'))
  .map(([from, localField, foreignField, as]): Command => ({ $lookup: { from, localField, foreignField, as } }))

const unwind = fc
  .tuple(fieldPath, fc.boolean())
  .map(([at, keeps]): Command => ({ $unwind: keeps ? { path: at, preserveNullAndEmptyArrays: true } : at }))

const odd = fc.constantFrom<Command>(
  { $foo: 1 },
  { $match: 1 },
  { $skip: -1 },
  { $limit: 0 },
  { $count: '' },
  { $count: '$x' },
  { $out: 'z' },
  { $unwind: 'a' },
  { $group: {} },
  { $sort: {} },
  {},
  { $limit: 1, $skip: 1 },
  { $unset: 'a' },
)

const stage = weighted<Command>(
  [4, filter.map((given) => ({ $match: given }))],
  [3, sort.map((given) => ({ $sort: given }))],
  [2, fc.nat(3).map((count) => ({ $skip: new Int32(count) }))],
  [2, fc.integer({ min: 1, max: 4 }).map((count) => ({ $limit: new Int32(count) }))],
  [3, projection.map((given) => ({ $project: given }))],
  [2, documentOf(weighted([5, fieldName], [1, path]), expression, 2).map((given) => ({ $project: given }))],
  [3, documentOf(weighted([5, fieldName], [1, path]), expression, 2).map((given) => ({ $addFields: given }))],
  [2, unwind],
  [2, lookup],
  [1, oddSort.map((given) => ({ $sort: given }))],
  [1, odd],
)

const inOrder: Command = { $sort: { _id: 1 } }

/** In the order of ids from the first stage on, because no server promises another; groups come last and in no order. */
export const pipeline = weighted<readonly Command[]>(
  [3, fc.tuple(filter, group).map(([given, last]) => [{ $match: given }, inOrder, last])],
  [6, fc.array(stage, { maxLength: 3 }).map((stages) => [inOrder, ...stages])],
  [2, fc.tuple(stage, group).map((stages) => [inOrder, ...stages])],
  [2, filter.map((given) => [{ $match: given }, { $group: { _id: 1, n: { $sum: 1 } } }])],
  [1, filter.map((given) => [{ $match: given }, inOrder, { $count: 'n' }])],
)
