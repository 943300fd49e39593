import { Decimal128, Int32 } from 'bson'
import { encodeKey } from '../bson/keyEncoding.ts'
import { compareValues } from '../bson/order.ts'
import { type Doc, isDoc, isNumber, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { type Expression, parseExpression } from './expressions.ts'

/** Collects the values of one group; undefined is a document without the field. */
interface Accumulator {
  readonly add: (value: Value | undefined) => void
  readonly result: () => Value
}

interface Output {
  readonly name: string
  readonly expression: Expression
  readonly begin: () => Accumulator
}

/** Reads `$group`; groups come in the order in which they are first met. */
export function parseGroup(spec: Value): (documents: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(spec)) throw new MongoError('Location15947', "a group's fields must be specified in an object")
  const id = spec.get('_id')
  if (id === undefined) throw new MongoError('Location15955', 'a group specification must include an _id')
  const idOf = parseExpression(id)
  const outputs = [...spec].filter(([name]) => name !== '_id').map(([name, value]) => parseOutput(name, value))
  return function* (documents) {
    const groups = new Map<string, { readonly id: Value; readonly accumulators: readonly Accumulator[] }>()
    for (const doc of documents) {
      const groupId = idOf(doc) ?? null
      const key = encodeKey(groupId).toString('latin1')
      const group = groups.get(key) ?? { id: groupId, accumulators: outputs.map(({ begin }) => begin()) }
      groups.set(key, group)
      for (const [at, { expression }] of outputs.entries()) group.accumulators[at]?.add(expression(doc))
    }
    for (const { id: groupId, accumulators } of groups.values()) {
      const fields = outputs.map(({ name }, at): [string, Value] => [name, accumulators[at]?.result() ?? null])
      yield new Map([['_id', groupId], ...fields])
    }
  }
}

function parseOutput(name: string, value: Value): Output {
  if (name.includes('.')) throw new MongoError('Location40235', `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) throw new MongoError('Location40236', `The field name '${name}' cannot be an operator name`)
  if (!isDoc(value)) throw new MongoError('Location40234', `The field '${name}' must be an accumulator object`)
  const [entry, ...more] = value
  if (!entry || more.length > 0)
    throw new MongoError('Location40238', `The field '${name}' must specify one accumulator`)
  const begin = ACCUMULATORS.get(entry[0])
  if (!begin) throw refused(`the accumulator ${entry[0]}`)
  const [, operand] = entry
  if (Array.isArray(operand)) throw new MongoError('Location40237', `The ${entry[0]} accumulator is a unary operator`)
  return { name, expression: parseExpression(operand), begin }
}

/** Whole numbers are added exactly and doubles with what rounding lost, as MongoDB does, so that order does not matter. */
function sum(): Accumulator {
  let whole = 0n
  let isLong = false
  let isDouble = false
  let high = 0
  let low = 0
  const addDouble = (value: number) => {
    const next = high + value
    const part = next - high
    low += high - (next - part) + (value - part)
    high = next
  }
  return {
    add(value) {
      if (value === undefined || !isNumber(value)) return
      if (value instanceof Decimal128) throw refused('arithmetic on Decimal128')
      if (typeof value === 'number') {
        isDouble = true
        addDouble(value)
      } else {
        isLong ||= typeof value === 'bigint'
        whole += typeof value === 'bigint' ? value : BigInt(value.value)
      }
    },
    result() {
      if (isDouble) {
        addDouble(Number(whole))
        return Number.isFinite(high) ? high + low : high
      }
      if (!isLong && BigInt.asIntN(32, whole) === whole) return new Int32(Number(whole))
      return BigInt.asIntN(64, whole) === whole ? whole : Number(whole)
    },
  }
}

function extreme(sign: 1 | -1): () => Accumulator {
  return () => {
    let best: Value | undefined
    return {
      add(value) {
        if (value === undefined || value === null) return
        if (best === undefined || sign * compareValues(value, best) > 0) best = value
      },
      result: () => best ?? null,
    }
  }
}

function end(which: 'first' | 'last'): () => Accumulator {
  return () => {
    let kept: Value | undefined
    let hasAny = false
    return {
      add(value) {
        if (which === 'last' || !hasAny) kept = value
        hasAny = true
      },
      result: () => kept ?? null,
    }
  }
}

function list(isDistinct: boolean): () => Accumulator {
  return () => {
    const values = new Map<string, Value>()
    return {
      add(value) {
        if (value === undefined) return
        const key = isDistinct ? encodeKey(value).toString('latin1') : String(values.size)
        if (!values.has(key)) values.set(key, value)
      },
      result: () => [...values.values()],
    }
  }
}

const ACCUMULATORS: ReadonlyMap<string, () => Accumulator> = new Map([
  ['$sum', sum],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$first', end('first')],
  ['$last', end('last')],
  ['$push', list(false)],
  ['$addToSet', list(true)],
])
