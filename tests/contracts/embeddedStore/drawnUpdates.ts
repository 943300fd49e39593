import { Double, Int32, Long } from 'bson'
import fc from 'fast-check'
import { filter } from './drawnQueries.ts'
import { documentOf, fieldName, id, path, value, weighted } from './drawnValues.ts'
import type { Command } from './rawConnection.ts'

const step = fc.constantFrom<unknown>(
  new Int32(1),
  new Int32(-3),
  new Double(0.5),
  new Double(-0),
  Long.MAX_VALUE,
  new Int32(2_147_483_647),
  'x',
  null,
)

const list = fc.array(value, { maxLength: 3 })

const pushClauses = fc.record(
  {
    $each: weighted<unknown>([8, list], [1, value]),
    $position: fc.constantFrom<unknown>(new Int32(0), new Int32(1), new Int32(-1), 99, 'x'),
    $slice: fc.constantFrom<unknown>(new Int32(2), new Int32(-2), new Int32(0), 1.5),
    $sort: fc.constantFrom<unknown>(new Int32(1), new Int32(-1), { x: 1 }, { x: -1, y: 1 }, 2, {}),
    $foo: fc.constant(1),
  },
  { requiredKeys: ['$each'] },
)

const condition = fc.oneof(
  value,
  fc.tuple(fc.constantFrom('$gt', '$lte', '$ne', '$in'), value).map(([name, given]) => ({ [name]: given })),
  fc.tuple(fc.constantFrom('x', 'y'), value).map(([name, given]) => ({ [name]: given })),
  filter,
)

const change = (operator: string, operand: fc.Arbitrary<unknown>, places: fc.Arbitrary<string> = path) =>
  documentOf(places, operand, 2).map((fields): Command => ({ [operator]: fields }))

const placeOrId = weighted([10, path], [1, fc.constant('_id')])

const operator = weighted<Command>(
  [6, change('$set', value, placeOrId)],
  [3, change('$unset', fc.constant(''), placeOrId)],
  [4, change('$inc', step)],
  [2, change('$setOnInsert', value, placeOrId)],
  [2, change('$min', value)],
  [2, change('$max', value)],
  [3, change('$push', weighted<unknown>([3, value], [3, pushClauses]))],
  [3, change('$addToSet', weighted<unknown>([3, value], [2, list.map(($each) => ({ $each }))]))],
  [3, change('$pull', condition)],
  [2, change('$pop', fc.constantFrom<unknown>(new Int32(1), new Int32(-1), 1, 2, 'x'))],
  [1, change('$currentDate', fc.constantFrom<unknown>(true, { $type: 'date' }, { $type: 'timestamp' }, 1))],
  [1, change('$mul', step)],
  [1, fc.constantFrom<Command>({ $foo: { a: 1 } }, { $set: 1 }, { $rename: { a: 'b' } }, { $set: {} }, { a: 1 })],
)

const operatorUpdate = weighted<Command>(
  [4, operator],
  [3, fc.tuple(operator, operator).map(([left, right]) => ({ ...left, ...right }))],
  [1, fc.array(operator, { minLength: 3, maxLength: 4 }).map((all): Command => Object.assign({}, ...all))],
)

const replacement = fc
  .tuple(documentOf(fieldName, value, 3), fc.option(id, { freq: 3 }))
  .map(([fields, _id]): Command => (_id === null ? fields : { _id, ...fields }))

/** What a document becomes: operators, or another document in its place. */
export const update = weighted<unknown>(
  [8, operatorUpdate],
  [3, replacement],
  [1, fc.constantFrom<unknown>([{ $set: { a: 1 } }], null, 1, {})],
)
