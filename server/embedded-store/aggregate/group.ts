import { Decimal128, Int32 } from 'bson'
import { keyText } from '../bson/keyEncoding.ts'
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
export function parseGroup(spec: Value): (documents: Iterable<Doc>) => IteratorObject<Doc> {
  if (!isDoc(spec)) throw new MongoError('Location15947', "a group's fields must be specified in an object")
  const id = spec.get('_id')
  if (id === undefined) throw new MongoError('Location15955', 'a group specification must include an _id')
  const idOf = parseId(id)
  const outputs = [...spec].filter(([name]) => name !== '_id').map(([name, value]) => parseOutput(name, value))
  return function* (documents) {
    const groups = new Map<string, { readonly id: Value; readonly accumulators: readonly Accumulator[] }>()
    for (const doc of documents) {
      const groupId = idOf(doc) ?? null
      const key = keyText(groupId)
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

/** Throws: a refusal of a document with a missing field, about which a real server's two engines differ. */
function parseId(id: Value): Expression {
  const idOf = parseExpression(id)
  return (doc) => {
    const value = idOf(doc)
    if (isDoc(id) && isDoc(value) && value.size < id.size) throw refused('$group by a document with a missing field')
    return value
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

/** Throws: a refusal of fractions, whose sum is the same in every order only with what rounding lost. */
function sum(): Accumulator {
  let total = 0n
  let isLong = false
  return {
    add(value) {
      if (value === undefined || !isNumber(value)) return
      if (typeof value === 'number' || value instanceof Decimal128) throw refused('$sum of anything but ints and longs')
      isLong ||= typeof value === 'bigint'
      total += typeof value === 'bigint' ? value : BigInt(value.value)
    },
    result() {
      if (!isLong && BigInt.asIntN(32, total) === total) return new Int32(Number(total))
      return BigInt.asIntN(64, total) === total ? total : Number(total)
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

export const ACCUMULATORS: ReadonlyMap<string, () => Accumulator> = new Map([
  ['$sum', sum],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
])
