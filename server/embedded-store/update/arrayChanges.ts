import { BSONRegExp } from 'bson'
import { keyText } from '../bson/keyEncoding.ts'
import { compareValues, equalValues } from '../bson/order.ts'
import { type Doc, isDoc, isNumber, typeNameOf, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import { type Condition, matches } from '../query/condition.ts'
import { regexLeaf } from '../query/leaves.ts'
import { isValueQuery, parseOperators, parseQuery } from '../query/parseQuery.ts'
import { parseSort } from '../query/parseSort.ts'

/** What an operator makes of the value that is there; undefined leaves the field as it is. */
export type Compute = (current: Value | undefined) => Value | undefined

const NAMELESS = ''
const PUSH_CLAUSES: ReadonlySet<string> = new Set(['$each', '$position', '$slice', '$sort'])

export function parsePush(field: string, operand: Value): Compute {
  if (!isDoc(operand) || !operand.has('$each')) {
    return (current) => [...arrayOrEmpty(field, current, '$push'), operand]
  }
  for (const clause of operand.keys()) {
    if (!PUSH_CLAUSES.has(clause)) throw new MongoError('BadValue', `Unrecognized clause in $push: ${clause}`)
  }
  const each = eachOf(operand, '$push')
  const position = wholeClause(operand, '$position')
  const slice = wholeClause(operand, '$slice')
  const order = orderOf(operand.get('$sort'))
  return (current) => {
    const items = arrayOrEmpty(field, current, '$push')
    const next = items.toSpliced(position ?? items.length, 0, ...each)
    if (order) next.sort(order)
    return slice === undefined ? next : slice < 0 ? next.slice(slice) : next.slice(0, slice)
  }
}

/** Whether a `$push` counts as a change also when the array comes out as it was: MongoDB looks at what is done, not at what came of it. */
export function pushRewrites(operand: Value): (current: Value | undefined) => boolean {
  const each = isDoc(operand) ? operand.get('$each') : undefined
  const isSorted = isDoc(operand) && operand.has('$sort')
  return (current) =>
    Array.isArray(each) && (each.length > 0 || (isSorted && Array.isArray(current) && current.length > 0))
}

export function parseAddToSet(field: string, operand: Value): Compute {
  const isEach = isDoc(operand) && [...operand.keys()][0] === '$each'
  if (isEach && operand.size > 1) throw new MongoError('BadValue', 'Found unexpected fields after $each in $addToSet')
  const added = isEach ? eachOf(operand, '$addToSet') : [operand]
  return (current) => {
    const next = [...arrayOrEmpty(field, current, '$addToSet')]
    const known = new Set(next.map(keyText))
    for (const item of added) {
      const key = keyText(item)
      if (!known.has(key)) next.push(item)
      known.add(key)
    }
    return next
  }
}

export function parsePull(operand: Value): Compute {
  const unwanted = unwantedBy(operand)
  return (current) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current)) throw new MongoError('BadValue', 'Cannot apply $pull to a non-array value')
    return current.filter((item) => !unwanted(item))
  }
}

export function parsePop(field: string, operand: Value): Compute {
  if (!isNumber(operand)) throw new MongoError('FailedToParse', `Expected a number in: ${field}`)
  const side = wholeNumberOf(operand)
  if (side !== 1 && side !== -1) throw new MongoError('FailedToParse', '$pop expects 1 or -1')
  return (current) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current)) {
      throw new MongoError(
        'TypeMismatch',
        `Path '${field}' contains an element of non-array type '${typeNameOf(current)}'`,
      )
    }
    return side === 1 ? current.slice(0, -1) : current.slice(1)
  }
}

function unwantedBy(operand: Value): (item: Value) => boolean {
  if (operand instanceof BSONRegExp) return heldBy(regexLeaf([NAMELESS], operand))
  if (!isDoc(operand)) return (item) => equalValues(item, operand)
  // With `$not` in the first place it is a query like any other to MongoDB, in which `$not` is nothing.
  if (isValueQuery(operand) && !startsWithNot(operand)) return heldBy(parseOperators([NAMELESS], operand))
  const condition = parseQuery(operand)
  return (item) => isDoc(item) && matches(condition, item)
}

const startsWithNot = (operand: Doc): boolean => [...operand.keys()][0] === '$not'

/** An item is asked as a field is: one that is an array is looked into as well. */
const heldBy =
  (condition: Condition) =>
  (item: Value): boolean =>
    matches(condition, new Map([[NAMELESS, item]]))

function arrayOrEmpty(field: string, current: Value | undefined, operator: string): Value[] {
  if (current === undefined) return []
  if (Array.isArray(current)) return current
  const message = `The field '${field}' must be an array but is of type ${typeNameOf(current)} (${operator})`
  throw new MongoError('BadValue', message)
}

function eachOf(operand: Doc, operator: string): Value[] {
  const each = operand.get('$each')
  if (Array.isArray(each)) return each
  const codeName = operator === '$push' ? 'BadValue' : 'TypeMismatch'
  throw new MongoError(codeName, `The argument to $each in ${operator} must be an array`)
}

function wholeClause(operand: Doc, clause: string): number | undefined {
  const value = operand.get(clause)
  const whole = wholeNumberOf(value)
  if (value !== undefined && whole === undefined)
    throw new MongoError('BadValue', `The value for ${clause} must be an integer`)
  return whole
}

function orderOf(sort: Value | undefined): ((left: Value, right: Value) => number) | undefined {
  if (sort === undefined) return undefined
  if (isDoc(sort)) {
    if (sort.size === 0)
      throw new MongoError('BadValue', 'The sort pattern is empty when it should be a set of fields.')
    const fields = parseSort(sort)
    return (left, right) => {
      const orders = fields.map(({ path, ascending }) => {
        const order = compareValues(fieldIn(left, path), fieldIn(right, path))
        return ascending ? order : -order
      })
      return orders.find((order) => order !== 0) ?? 0
    }
  }
  const direction = wholeNumberOf(sort)
  if (direction !== 1 && direction !== -1) {
    throw new MongoError('BadValue', 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1}')
  }
  return (left, right) => direction * compareValues(left, right)
}

/** Here, unlike in a query's sort, an array is a value as a whole, and nothing is looked for in one. */
function fieldIn(value: Value, path: readonly string[]): Value {
  const found = path.reduce<Value | undefined>((at, name) => (isDoc(at) ? at.get(name) : undefined), value)
  return found ?? null
}
