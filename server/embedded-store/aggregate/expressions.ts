import { Int32 } from 'bson'
import { compareValues } from '../bson/order.ts'
import { type Doc, isDoc, isNumber, isTruthy, typeNameOf, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { sumOf } from '../update/arithmetic.ts'

/** A computed value of a document; undefined is "no such field". */
export type Expression = (doc: Doc) => Value | undefined

/** Reads an expression. Throws: MongoError; a refusal for operators that only MongoDB has. */
export function parseExpression(given: Value): Expression {
  if (typeof given === 'string' && given.startsWith('$$')) {
    if (given === '$$ROOT' || given === '$$CURRENT') return (doc) => doc
    throw refused(`the variable ${given}`)
  }
  if (typeof given === 'string' && given.startsWith('$')) return pathExpression(given.slice(1))
  if (Array.isArray(given)) {
    const parts = given.map(parseExpression)
    return (doc) => parts.map((part) => part(doc) ?? null)
  }
  if (!isDoc(given)) return () => given
  const [first] = given.keys()
  return first?.startsWith('$') ? operatorExpression(first, given) : documentExpression(given)
}

/** What an expression finds at a path: through arrays it collects, without looking at positions. */
export function fieldValue(value: Value | undefined, path: readonly string[]): Value | undefined {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (isDoc(value)) return fieldValue(value.get(name), rest)
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item) => {
    const found = isDoc(item) ? fieldValue(item, path) : undefined
    return found === undefined ? [] : [found]
  })
}

function pathExpression(text: string): Expression {
  const path = text.split('.')
  if (path.includes('')) throw new MongoError('Location40353', "FieldPath must not end with a '.'.")
  return (doc) => fieldValue(doc, path)
}

function documentExpression(given: Doc): Expression {
  const fields = [...given].map(([name, part]) => [name, parseExpression(part)] as const)
  return (doc) => {
    const result: Doc = new Map()
    for (const [name, part] of fields) {
      const value = part(doc)
      if (value !== undefined) result.set(name, value)
    }
    return result
  }
}

function operatorExpression(name: string, given: Doc): Expression {
  if (given.size > 1) {
    throw new MongoError('Location15983', 'An object representing an expression must have exactly one field')
  }
  const operand = given.get(name) ?? null
  if (name === '$literal') return () => operand
  if (name === '$cond' && isDoc(operand)) return conditional(['if', 'then', 'else'].map((part) => operand.get(part)))
  const operator = OPERATORS.get(name)
  if (!operator) throw refused(`the expression ${name}`)
  const parts = Array.isArray(operand) ? operand : [operand]
  if (parts.length < operator.least || parts.length > operator.most) {
    throw new MongoError('Location16020', `Expression ${name} takes another number of arguments`)
  }
  return operator.make(parts.map(parseExpression))
}

function conditional(parts: readonly (Value | undefined)[]): Expression {
  const [test, then, otherwise] = parts.map((part) => {
    if (part === undefined) throw new MongoError('Location17080', '$cond needs if, then and else')
    return parseExpression(part)
  })
  return (doc) => (isTruthy(test?.(doc)) ? then?.(doc) : otherwise?.(doc))
}

interface Operator {
  readonly least: number
  readonly most: number
  readonly make: (parts: readonly Expression[]) => Expression
}

/** A missing field is below every value. */
function comparison(passes: (order: number) => boolean): Operator {
  return {
    least: 2,
    most: 2,
    make: (parts) => (doc) => {
      const [left, right] = parts.map((part) => part(doc))
      if (left !== undefined && right !== undefined) return passes(compareValues(left, right))
      return passes(Number(left !== undefined) - Number(right !== undefined))
    },
  }
}

function firstPresent(parts: readonly Expression[]): Expression {
  return (doc) => {
    let value: Value | undefined
    for (const part of parts) {
      value = part(doc)
      if (value !== undefined && value !== null) return value
    }
    return value
  }
}

function sizeOf([part]: readonly Expression[]): Expression {
  return (doc) => {
    const value = part?.(doc)
    if (!Array.isArray(value)) {
      throw new MongoError(
        'Location17124',
        `The argument to $size must be an array, but was of type: ${value === undefined ? 'missing' : typeNameOf(value)}`,
      )
    }
    return new Int32(value.length)
  }
}

function added(parts: readonly Expression[]): Expression {
  return (doc) => {
    let sum: Value = new Int32(0)
    for (const part of parts) {
      const value = part(doc) ?? null
      if (value === null) return null
      if (!isNumber(value)) throw refused('$add of anything but numbers')
      const next = sumOf(sum, value)
      if (next === undefined) throw refused('$add beyond a long')
      sum = next
    }
    return sum
  }
}

const MANY = Number.POSITIVE_INFINITY

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$eq', comparison((order) => order === 0)],
  ['$ne', comparison((order) => order !== 0)],
  ['$gt', comparison((order) => order > 0)],
  ['$gte', comparison((order) => order >= 0)],
  ['$lt', comparison((order) => order < 0)],
  ['$lte', comparison((order) => order <= 0)],
  ['$and', { least: 0, most: MANY, make: (parts) => (doc) => parts.every((part) => isTruthy(part(doc))) }],
  ['$or', { least: 0, most: MANY, make: (parts) => (doc) => parts.some((part) => isTruthy(part(doc))) }],
  [
    '$not',
    {
      least: 1,
      most: 1,
      make:
        ([part]) =>
        (doc) =>
          !isTruthy(part?.(doc)),
    },
  ],
  ['$ifNull', { least: 2, most: MANY, make: firstPresent }],
  [
    '$cond',
    {
      least: 3,
      most: 3,
      make:
        ([test, then, otherwise]) =>
        (doc) =>
          isTruthy(test?.(doc)) ? then?.(doc) : otherwise?.(doc),
    },
  ],
  ['$size', { least: 1, most: 1, make: sizeOf }],
  ['$add', { least: 0, most: MANY, make: added }],
])
