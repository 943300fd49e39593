import { BSONRegExp, Decimal128, MaxKey, MinKey } from 'bson'
import { keyText } from '../bson/keyEncoding.ts'
import { compareValues, equalValues } from '../bson/order.ts'
import { RANKS, rankOf } from '../bson/rank.ts'
import { isNumber, isOperatorDoc, isTruthy, typeNameOf, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import type { Condition, Leaf } from './condition.ts'
import type { ElementTest } from './pathWalk.ts'
import { safeRegExp } from './safeRegExp.ts'

type Path = readonly string[]
export type Comparison = '$gt' | '$gte' | '$lt' | '$lte'

function leaf(path: Path, operator: string, operand: Value, test: ElementTest): Leaf {
  return { kind: 'leaf', path, operator, operand, intoLeafArrays: true, test }
}

/** Equal by value; null also equals a missing field. */
export function equalityLeaf(path: Path, operand: Value): Leaf {
  if (operand === null) return leaf(path, '$eq', operand, (element) => element === undefined || element === null)
  return leaf(path, '$eq', operand, (element) => element !== undefined && equalValues(element, operand))
}

/** Only values of the operand's own kind compare: no number is below a string. */
export function compareLeaf(path: Path, operator: Comparison, operand: Value): Leaf {
  if (operand instanceof BSONRegExp) throw new MongoError('BadValue', `Can't have RegEx as arg to predicate over field`)
  const orEqual = operator === '$gte' || operator === '$lte'
  const upward = operator === '$gt' || operator === '$gte'
  if (operand === null) return leaf(path, operator, operand, (element) => orEqual && (element ?? null) === null)
  if (operand instanceof MinKey || operand instanceof MaxKey) return extremeLeaf(path, operator, operand)
  const rank = rankOf(operand)
  const operandIsNaN = isNaNValue(operand)
  return leaf(path, operator, operand, (element) => {
    if (element === undefined || rankOf(element) !== rank) return false
    if (operandIsNaN || isNaNValue(element)) return orEqual && operandIsNaN && isNaNValue(element)
    const order = compareValues(element, operand)
    return order === 0 ? orEqual : order > 0 === upward
  })
}

function extremeLeaf(path: Path, operator: Comparison, operand: MinKey | MaxKey): Leaf {
  const orEqual = operator === '$gte' || operator === '$lte'
  const others = operand instanceof MinKey === (operator === '$gt' || operator === '$gte')
  return leaf(path, operator, operand, (element) =>
    element !== undefined && rankOf(element) === rankOf(operand) ? orEqual : others,
  )
}

function isNaNValue(value: Value): boolean {
  return Number.isNaN(value) || (value instanceof Decimal128 && value.toString() === 'NaN')
}

/** `$nin` is the opposite of this and differs only in its name for messages. */
export function inLeaf(path: Path, operator: string, operand: Value): Leaf {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${operator} needs an array`)
  if (operand.some(isOperatorDoc)) {
    throw new MongoError('BadValue', `cannot nest $ under ${operator}`)
  }
  const [expressions, values] = [operand.filter(isRegExp), operand.filter((item) => !isRegExp(item))]
  const tests = expressions.map((expression) => regexLeaf(path, expression).test)
  const keys = new Set(values.map(keyText))
  const isIn: ElementTest = (element) => keys.has(keyText(element ?? null)) || tests.some((test) => test(element))
  return leaf(path, '$in', operand, isIn)
}

const isRegExp = (value: Value): value is BSONRegExp => value instanceof BSONRegExp

export function existsCondition(path: Path, operand: Value): Condition {
  const exists = leaf(path, '$exists', operand, (element) => element !== undefined)
  return isTruthy(operand) ? exists : { kind: 'not', part: exists }
}

export function sizeLeaf(path: Path, operand: Value): Leaf {
  const size = wholeNumberOf(operand)
  if (!isNumber(operand)) throw new MongoError('BadValue', 'Failed to parse $size. Expected a number')
  if (size === undefined) throw new MongoError('BadValue', 'Failed to parse $size. Expected an integer')
  if (size < 0) throw new MongoError('BadValue', 'Failed to parse $size. Expected a non-negative number')
  const test: ElementTest = (element) => Array.isArray(element) && element.length === size
  return { ...leaf(path, '$size', operand, test), intoLeafArrays: false }
}

export function typeLeaf(path: Path, operand: Value): Leaf {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typeNames))
  if (wanted.size === 0) throw new MongoError('FailedToParse', '$type must match at least one type')
  return leaf(path, '$type', operand, (element) => element !== undefined && wanted.has(typeNameOf(element)))
}

function typeNames(alias: Value): string[] {
  if (alias === 'number') return ['int', 'long', 'double', 'decimal']
  if (typeof alias === 'string' && RANKS.has(alias)) return [alias]
  throw refused('$type by anything but the names of types that are kept')
}

export function regexLeaf(path: Path, { pattern, options }: Pick<BSONRegExp, 'pattern' | 'options'>): Leaf {
  const expression = safeRegExp(pattern, options)
  return leaf(path, '$regex', new BSONRegExp(pattern, options), (element) => {
    if (typeof element === 'string') return expression.test(element)
    return element instanceof BSONRegExp && element.pattern === pattern && element.options === options
  })
}
