import { BSONRegExp, Int32 } from 'bson'
import fc from 'fast-check'
import { documentOf, fieldName, id, path, text, value, weighted } from './drawnValues.ts'
import type { Command } from './rawConnection.ts'

const TYPES = ['double', 'string', 'object', 'array', 'binData', 'objectId', 'bool', 'date', 'null', 'regex', 'int']
  .concat(['long', 'decimal', 'number', 'minKey', 'nothing'])
  .concat()

const PATTERNS = ['^x', 'x', 'y$', '^x.*y$', '[xy]', '\\d', '(x+)+$', 'x|y', '', '^.?x']

const one = (name: string, operand: fc.Arbitrary<unknown>): fc.Arbitrary<Command> =>
  operand.map((given) => ({ [name]: given }))

const comparison = fc
  .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), value)
  .map(([name, operand]): Command => ({ [name]: operand }))

const regex = fc
  .tuple(fc.constantFrom(...PATTERNS), fc.constantFrom('', 'i', 's', 'x'))
  .map(([pattern, options]): Command => ({ $regex: pattern, $options: options }))

const pattern = fc.constantFrom(...PATTERNS).map((each) => new BSONRegExp(each, ''))

const plainOperators = weighted<Command>(
  [8, comparison],
  [2, fc.tuple(comparison, comparison).map(([left, right]) => ({ ...left, ...right }))],
  [3, one('$in', fc.array(weighted<unknown>([6, value], [1, pattern]), { maxLength: 3 }))],
  [1, one('$nin', fc.array(value, { maxLength: 3 }))],
  [2, one('$exists', fc.constantFrom<unknown>(true, false, new Int32(1), null))],
  [1, one('$type', weighted<unknown>([4, fc.constantFrom(...TYPES)], [1, fc.constantFrom(...TYPES).map((t) => [t])]))],
  [1, one('$size', fc.constantFrom<unknown>(new Int32(0), new Int32(1), 2, -1, 1.5, 'x'))],
  [1, one('$all', fc.array(value, { maxLength: 2 }))],
  [1, regex],
  [
    1,
    fc.constantFrom<Command>(
      { $foo: 1 },
      { $mod: [2, 0] },
      { $options: 'i' },
      { $in: 1 },
      { $not: 1 },
      { $gt: 1, x: 2 },
    ),
  ],
)

const inner = fc.constantFrom('x', 'y', 'x.y', 'x.0', '0')

/** Operators in each other, as deep as anybody would write them. */
const { operators } = fc.letrec<{ operators: Command; elements: Command }>((tie) => ({
  operators: weighted<Command>(
    [10, plainOperators],
    [1, one('$not', weighted<unknown>([4, plainOperators], [1, pattern]))],
    [1, one('$not', tie('operators'))],
    [3, one('$elemMatch', tie('elements'))],
    [1, one('$all', fc.array(one('$elemMatch', tie('elements')), { minLength: 1, maxLength: 2 }))],
    [1, fc.tuple(plainOperators, one('$elemMatch', tie('elements'))).map(joined)],
  ),
  elements: weighted<Command>(
    [3, plainOperators],
    [3, documentOf(inner, value, 2)],
    [2, documentOf(inner, plainOperators, 2)],
    [1, documentOf(inner, tie('operators'), 2)],
    [
      1,
      fc
        .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(documentOf(inner, plainOperators, 2), { maxLength: 2 }))
        .map(([name, parts]): Command => ({ [name]: parts })),
    ],
    [1, tie('operators')],
  ),
}))

/** Source: mongod 6.0.5 ends by SIGSEGV when it plans an `$elemMatch` of paths in a field without a name. */
const ofLivingServer = (name: string, operand: Command): string =>
  name === '' && JSON.stringify(operand).includes('$elemMatch') ? 'a' : name

const field = weighted<Command>(
  [4, fc.tuple(path, value).map(([name, operand]) => ({ [name]: operand }))],
  [5, fc.tuple(path, operators).map(([name, operand]) => ({ [ofLivingServer(name, operand)]: operand }))],
  [3, one('_id', id)],
  [1, fc.tuple(path, pattern).map(([name, operand]) => ({ [name]: operand }))],
)

const fields = weighted<Command>([1, fc.constant({})], [6, field], [3, fc.tuple(field, field).map(joined)])

function joined(parts: readonly Command[]): Command {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)))
}

const logical = fc
  .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(fields, { maxLength: 3 }))
  .map(([name, parts]): Command => ({ [name]: parts }))

export const filter = weighted<Command>(
  [10, fields],
  [2, logical],
  [2, fc.tuple(field, logical).map(joined)],
  [
    1,
    fc
      .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(logical, { minLength: 1, maxLength: 2 }))
      .map(([name, parts]) => ({ [name]: parts })),
  ],
  [1, fc.constantFrom<Command>({ $where: 'true' }, { $expr: true }, { $comment: 'x' }, { $foo: 1 }, { $and: 1 })],
)

/** By id, as the product asks for one row, with more that must hold. */
export const filterOfOne = fc
  .tuple(id, weighted<Command>([3, fc.constant({})], [1, filter]))
  .map(([_id, more]): Command => joined([{ _id }, more]))

const direction = weighted<unknown>(
  [6, fc.constantFrom(new Int32(1), new Int32(-1))],
  [1, fc.constantFrom<unknown>(1, -1)],
)

/** A whole order: `_id` comes last, so that no two documents are equal in it. */
export const sort = fc
  .tuple(documentOf(weighted([5, fieldName], [2, path]), direction, 2), direction)
  .map(([given, last]): Command => joined([given, { _id: last }]))

const ODD_SORTS: readonly Command[] = [{ a: 2 }, { a: 'x' }, { a: { $meta: 'x' } }, { '': 1 }, { 'a.': 1 }, { $a: 1 }]
export const oddSort = fc.constantFrom(...ODD_SORTS)

const flag = fc.constantFrom<unknown>(new Int32(1), new Int32(0), true, false, 1)

export const projection = weighted<Command>(
  [4, documentOf(weighted([5, fieldName], [3, path], [2, fc.constant('_id')]), flag, 3)],
  [3, documentOf(fc.constantFrom('a', 'b', 'a.x', 'c.x.y'), fc.constant(1), 3)],
  [
    1,
    documentOf(path, weighted<unknown>([2, flag], [1, documentOf(fc.constantFrom('x', 'y'), flag, 2)], [1, text]), 2),
  ],
  [1, fc.constantFrom<Command>({ a: { $slice: 1 } }, { a: { $elemMatch: { x: 1 } } }, { 'a.$': 1 }, { a: '$b' })],
)
