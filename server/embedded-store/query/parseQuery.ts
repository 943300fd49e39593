import { BSONRegExp } from 'bson'
import { type Doc, isDoc, isOperatorDoc, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { type Condition, documentElementMatches, elementMatches, type Leaf } from './condition.ts'
import { compareLeaf, equalityLeaf, existsCondition, inLeaf, regexLeaf, sizeLeaf, typeLeaf } from './leaves.ts'

type Path = readonly string[]
type OperatorParser = (path: Path, operand: Value, siblings: Doc) => Condition

/** Reads a query. Throws: MongoError, for a query that MongoDB refuses and for one that only this store refuses. */
export function parseQuery(query: Doc): Condition {
  return { kind: 'and', parts: [...query].flatMap(([name, value]) => parseTop(name, value)) }
}

/** The operators of one field, all of which must hold. */
export function parseOperators(path: Path, operators: Doc): Condition {
  const parts = [...operators].map(([name, operand]) => {
    const parse = OPERATORS.get(name)
    if (parse) return parse(path, operand, operators)
    throw refused(`the query operator ${name}`)
  })
  return { kind: 'and', parts }
}

function parseTop(name: string, value: Value): Condition[] {
  if (!name.startsWith('$')) return [parseField(pathOf(name), value)]
  if (name === '$and' || name === '$or' || name === '$nor') {
    const kind = name === '$and' ? 'and' : name === '$or' ? 'or' : 'nor'
    return [{ kind, parts: queryList(name, value).map(parseQuery) }]
  }
  if (name === '$comment') return []
  throw refused(`the query operator ${name}`)
}

const MAX_PATH = 180

function pathOf(name: string): Path {
  const path = name.split('.')
  if (path.length > MAX_PATH) throw refused(`a path of more than ${MAX_PATH} names`)
  if (path.length > 1 && path.includes('')) throw refused('a path with an empty name in it')
  if (path.some((part) => part.startsWith('$'))) throw refused('a path with a name in it that begins with $')
  return path
}

function queryList(name: string, value: Value): Doc[] {
  if (!Array.isArray(value)) throw new MongoError('BadValue', `${name} argument must be an array`)
  if (value.length === 0) throw new MongoError('BadValue', '$and/$or/$nor must be a nonempty array')
  return value.map((item) => {
    if (!isDoc(item)) throw new MongoError('BadValue', '$or/$and/$nor entries need to be full objects')
    return item
  })
}

function parseField(path: Path, value: Value): Condition {
  return isOperatorDoc(value) ? parseOperators(path, value) : equalityOrRegex(path, value)
}

function parseNot(path: Path, operand: Value): Condition {
  if (operand instanceof BSONRegExp) return { kind: 'not', part: regexLeaf(path, operand) }
  if (!isDoc(operand)) throw new MongoError('BadValue', '$not needs a regex or a document')
  if (operand.size === 0) throw new MongoError('BadValue', '$not cannot be empty')
  return { kind: 'not', part: parseOperators(path, operand) }
}

function parseRegex(path: Path, operand: Value, siblings: Doc): Condition {
  const options = siblings.get('$options')
  if (operand instanceof BSONRegExp) {
    if (options !== undefined && operand.options !== '') {
      throw new MongoError('Location51075', 'options set in both $regex and $options')
    }
    return regexLeaf(path, typeof options === 'string' ? { pattern: operand.pattern, options } : operand)
  }
  if (typeof operand !== 'string') throw new MongoError('BadValue', '$regex has to be a string')
  if (options !== undefined && typeof options !== 'string')
    throw new MongoError('BadValue', '$options has to be a string')
  return regexLeaf(path, { pattern: operand, options: options ?? '' })
}

function parseAll(path: Path, operand: Value): Condition {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$all needs an array')
  if (operand.length === 0) throw refused('an empty $all')
  const elemMatches = operand.filter((item) => isOperatorDoc(item) && item.has('$elemMatch')).length
  if (elemMatches > 0 && elemMatches < operand.length) {
    throw new MongoError('BadValue', '$all/$elemMatch has to be consistent')
  }
  const parts = operand.map((item) => {
    if (elemMatches === 0 && isDoc(item) && IN_NO_ALL.has([...item.keys()][0] ?? '')) {
      throw new MongoError('BadValue', 'no $ expressions in $all')
    }
    return elemMatches > 0 ? parseField(path, item) : equalityOrRegex(path, item)
  })
  return { kind: 'and', parts }
}

function equalityOrRegex(path: Path, value: Value): Leaf {
  return value instanceof BSONRegExp ? regexLeaf(path, value) : equalityLeaf(path, value)
}

function parseElemMatch(path: Path, operand: Value): Condition {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object')
  const isValueForm = isValueQuery(operand)
  const inner = isValueForm ? parseOperators([], operand) : parseQuery(operand)
  const passes = isValueForm ? elementMatches : documentElementMatches
  return {
    kind: 'leaf',
    path,
    operator: '$elemMatch',
    operand,
    intoLeafArrays: false,
    test: (element) => Array.isArray(element) && element.some((item) => passes(inner, item)),
  }
}

/** Whether a document is operators over a value itself, `{ $gt: 1 }`, and not a query over its fields. */
export function isValueQuery(value: Doc): boolean {
  const [first] = value.keys()
  return isOperatorDoc(value) && !LOGICAL.has(first ?? '')
}

const LOGICAL: ReadonlySet<string> = new Set(['$and', '$or', '$nor', '$where'])

export const OPERATORS: ReadonlyMap<string, OperatorParser> = new Map<string, OperatorParser>([
  ['$eq', (path, operand) => equalityLeaf(path, operand)],
  ['$ne', (path, operand) => ({ kind: 'not', part: equalityLeaf(path, rejectRegex('$ne', operand)) })],
  ['$gt', (path, operand) => compareLeaf(path, '$gt', operand)],
  ['$gte', (path, operand) => compareLeaf(path, '$gte', operand)],
  ['$lt', (path, operand) => compareLeaf(path, '$lt', operand)],
  ['$lte', (path, operand) => compareLeaf(path, '$lte', operand)],
  ['$in', (path, operand) => inLeaf(path, '$in', operand)],
  ['$nin', (path, operand) => ({ kind: 'not', part: inLeaf(path, '$nin', operand) })],
  ['$exists', existsCondition],
  ['$type', typeLeaf],
  ['$size', sizeLeaf],
  ['$all', parseAll],
  ['$elemMatch', parseElemMatch],
  ['$not', parseNot],
  ['$regex', parseRegex],
  ['$options', (_path, _operand, siblings) => requireRegex(siblings)],
])

/** What MongoDB takes for an operator in `$all`; any other name with a `$` is a value like another there. */
const IN_NO_ALL: ReadonlySet<string> = new Set([
  ...[...OPERATORS.keys()].filter((name) => name !== '$not'),
  ...['$mod', '$bitsAllSet', '$bitsAllClear', '$bitsAnySet', '$bitsAnyClear'],
  ...['$near', '$nearSphere', '$geoNear', '$within', '$geoWithin', '$geoIntersects'],
])

function rejectRegex(name: string, operand: Value): Value {
  if (operand instanceof BSONRegExp) throw new MongoError('BadValue', `Can't have regex as arg to ${name}.`)
  return operand
}

function requireRegex(siblings: Doc): Condition {
  if (!siblings.has('$regex')) throw new MongoError('BadValue', '$options needs a $regex')
  return { kind: 'and', parts: [] }
}
