import { Decimal128, Double, Int32, Long } from 'bson'
import fc from 'fast-check'
import { HOSTILE_VALUES } from './hostileValues.ts'
import type { Command } from './rawConnection.ts'

/** One of several, the first ones more often than the last. */
export function weighted<Value>(...choices: readonly (readonly [number, fc.Arbitrary<Value>])[]): fc.Arbitrary<Value> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

/** A document of these names; `fromEntries` makes `__proto__` a name like any other. */
export function documentOf(
  names: fc.Arbitrary<string>,
  values: fc.Arbitrary<unknown>,
  maxLength = 3,
): fc.Arbitrary<Command> {
  const entries = fc.uniqueArray(fc.tuple(names, values), { maxLength, selector: ([name]) => name })
  return entries.map((all) => Object.fromEntries(all))
}

const FEW_NUMBERS = [0, 1, 2, 3, -1, 7]
const HOSTILE_NAMES = ['__proto__', 'constructor', 'a.b', '$x', '', '0', 'é', 'hasOwnProperty']

const number = weighted<unknown>(
  [6, fc.constantFrom(...FEW_NUMBERS).map((value) => new Int32(value))],
  [2, fc.constantFrom(...FEW_NUMBERS).map((value) => new Double(value))],
  [2, fc.constantFrom(...FEW_NUMBERS).map((value) => Long.fromNumber(value))],
  [1, fc.constantFrom(...FEW_NUMBERS, '1.5', '9E30').map((value) => Decimal128.fromString(String(value)))],
  [1, fc.double().map((value) => new Double(value))],
  [1, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value))],
  [1, fc.maxSafeInteger().map((value) => new Double(value))],
)

export const text = weighted(
  [5, fc.constantFrom('x', 'y', 'xy', 'X', '')],
  [1, fc.string({ unit: 'grapheme', maxLength: 4 })],
)

const scalar = weighted<unknown>(
  [6, number],
  [4, text],
  [1, fc.constantFrom<unknown>(null, true, false, new Date(0), new Date(86_400_000))],
  [2, fc.constantFrom(...HOSTILE_VALUES)],
)

const innerName = weighted([6, fc.constantFrom('x', 'y')], [1, fc.constantFrom(...HOSTILE_NAMES)])

/** Arrays in documents in arrays: what one name in a path means differs with each. */
function deep(): readonly fc.Arbitrary<unknown>[] {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      fc.array(tie('tree'), { maxLength: 2 }),
      documentOf(fc.constantFrom('x', 'y'), tie('tree'), 2),
    ),
  }))
  return [fc.array(tree, { maxLength: 3 }), documentOf(fc.constantFrom('x', 'y'), tree, 2)]
}

export const value: fc.Arbitrary<unknown> = weighted<unknown>(
  [8, scalar],
  [2, fc.array(scalar, { maxLength: 3 })],
  [2, documentOf(innerName, scalar, 2)],
  [1, fc.array(documentOf(innerName, scalar, 2), { maxLength: 2 })],
  [1, fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 })],
  [1, documentOf(innerName, documentOf(innerName, scalar, 2), 2)],
  [2, fc.oneof(...deep())],
)

export const id = weighted<unknown>(
  [8, fc.constantFrom('k1', 'k2', 'k3', 'k4')],
  [
    1,
    documentOf(
      fc.constantFrom('x', 'y'),
      fc.constantFrom(1, 2).map((each) => new Int32(each)),
      2,
    ),
  ],
  [3, fc.constantFrom(1, 2, 3).map((each) => new Int32(each))],
  [1, value],
)

export const fieldName = weighted([12, fc.constantFrom('a', 'b', 'c', 't')], [1, fc.constantFrom(...HOSTILE_NAMES)])

const EVEN_PATHS = [
  'a.x',
  'a.y',
  'b.x',
  'c.x.y',
  'a.0',
  'b.0.x',
  'a.1.y',
  'a.x.y',
  'a.x.0',
  'a.0.x.y',
  'a.0.0',
  'b.x.x',
  '_id.x',
]
const ODD_PATHS = ['a.', '.a', 'a..x', '$x', 'a.$x', 'a.$', 'a.$[]', 'a.__proto__', '__proto__.x', 'constructor.name']

/** A place in a document: mostly a field, often one in a field, now and then one that cannot be. */
export const path = weighted([8, fieldName], [5, fc.constantFrom(...EVEN_PATHS)], [1, fc.constantFrom(...ODD_PATHS)])

/** A document to keep. It has its id, so that both servers keep the same. */
export const storedDocument = fc
  .tuple(id, documentOf(fieldName, value, 4))
  .map(([_id, fields]): Command => ({ _id, ...fields }))
