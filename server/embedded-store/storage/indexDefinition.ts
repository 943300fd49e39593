import { Int32 } from 'bson'
import { type Doc, isDoc, isNumber, isTruthy, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import type { Condition } from '../query/condition.ts'
import { parseQuery } from '../query/parseQuery.ts'
import type { IndexSpec, KeyField } from './indexSpec.ts'

const OPTIONS: ReadonlySet<string> = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
])

/** The longest that MongoDB keeps by a TTL index. */
export const MAX_SECONDS = 2_147_483_647

export function idIndexSpec(): IndexSpec {
  return decodeIndexSpec(
    new Map<string, Value>([
      ['v', new Int32(2)],
      ['key', new Map<string, Value>([['_id', new Int32(1)]])],
      ['name', '_id_'],
    ]),
  )
}

/** Reads one entry of createIndexes. Throws: MongoError for what MongoDB refuses and for what only this store refuses. */
export function parseIndexSpec(given: Doc): IndexSpec {
  for (const option of given.keys()) {
    if (!OPTIONS.has(option)) throw refused(`the index option ${option}`)
  }
  const version = given.get('v')
  if (version !== undefined && wholeNumberOf(version) !== 2) throw refused('an index of a version other than 2')
  const key = given.get('key')
  const name = given.get('name')
  if (!isDoc(key))
    throw new MongoError('FailedToParse', "The 'key' field is a required property of an index specification")
  if (typeof name !== 'string') {
    throw new MongoError('FailedToParse', "The 'name' field is a required property of an index specification")
  }
  parseKey(key)
  if (
    key.size === 1 &&
    key.has('_id') &&
    ([...given.keys()].some((option) => !['v', 'key', 'name'].includes(option)) || wholeNumberOf(key.get('_id')) !== 1)
  ) {
    throw refused('an index on _id alone other than the one that is there')
  }
  if (name === '' || name === '*' || name.includes('\0'))
    throw new MongoError('CannotCreateIndex', 'an index needs another name')
  return decodeIndexSpec(shownSpec(given, key, name))
}

/** Reads what `shown` of a spec is; it has been checked when it was made. */
export function decodeIndexSpec(shown: Doc): IndexSpec {
  const key = shown.get('key')
  const name = shown.get('name')
  const partial = shown.get('partialFilterExpression')
  if (!isDoc(key) || typeof name !== 'string') throw new Error('an index description without a key or a name')
  return {
    name,
    key,
    fields: parseKey(key),
    unique: shown.get('unique') === true || name === '_id_',
    sparse: shown.get('sparse') === true,
    partial: isDoc(partial) ? parseQuery(partial) : undefined,
    expireAfterSeconds: wholeNumberOf(shown.get('expireAfterSeconds')),
    shown,
  }
}

/** Positions, wildcards, and the names in a DBRef, which alone may begin with a `$`. */
const REFUSED_PARTS = /^(?:\d+|\$\*\*|\$(?:id|ref|db))$/

/** The fields of an index's key. Throws: MongoError 67, as MongoDB, and a refusal for text, hashed and other kinds. */
function parseKey(key: Doc): KeyField[] {
  if (key.size === 0) throw new MongoError('CannotCreateIndex', 'Index keys cannot be an empty field')
  if (key.size > 32) throw new MongoError('Location13103', 'too many compound keys')
  return [...key].map(([name, direction]) => {
    if (typeof direction === 'string') throw refused(`an index of the kind "${direction}"`)
    const path = name.split('.')
    if (path.some((part) => REFUSED_PARTS.test(part))) throw refused(`an index on the path ${name}`)
    if (path.some((part) => part === '' || part.startsWith('$'))) {
      throw new MongoError('CannotCreateIndex', 'Index keys cannot contain an empty field')
    }
    const sign = isNumber(direction) ? Number(direction.toString()) : Number.NaN
    if (!sign) throw new MongoError('CannotCreateIndex', 'Values in the index key pattern cannot be 0')
    return { path, ascending: sign > 0 }
  })
}

const LATER_OPTIONS: ReadonlySet<string> = new Set(['partialFilterExpression', 'expireAfterSeconds', 'unique'])

function shownSpec(given: Doc, key: Doc, name: string): Doc {
  const shown: Doc = new Map<string, Value>([
    ['v', new Int32(2)],
    ['key', key],
    ['name', name],
  ])
  for (const flag of ['background', 'unique', 'sparse']) {
    const value = given.get(flag)
    if (value === undefined) continue
    if (typeof value !== 'boolean' && !isNumber(value)) {
      throw new MongoError('TypeMismatch', `The field '${flag}' has the wrong type`)
    }
    if (isTruthy(value)) shown.set(flag, true)
    else if (flag !== 'unique') shown.set(flag, false)
  }
  addPartial(shown, given)
  addExpiry(shown, given, key)
  // MongoDB lists that flag at a place of its own then.
  const isOdd = shown.get('sparse') === false && [...given.keys()].some((name) => LATER_OPTIONS.has(name))
  if (isOdd) throw refused('an index that is said not to be sparse beside other options')
  return shown
}

function addPartial(shown: Doc, given: Doc): void {
  const partial = given.get('partialFilterExpression')
  if (partial === undefined) return
  if (!isDoc(partial)) throw new MongoError('TypeMismatch', 'partialFilterExpression for an index must be an object')
  if (shown.get('sparse') === true)
    throw new MongoError('CannotCreateIndex', 'cannot mix sparse and partialFilterExpression')
  if (!isIndexable(parseQuery(partial))) throw refused('this partialFilterExpression')
  shown.set('partialFilterExpression', partial)
}

function isIndexable(condition: Condition): boolean {
  if (condition.kind === 'and') return condition.parts.every(isIndexable)
  return condition.kind === 'leaf' && PARTIAL_OPERATORS.has(condition.operator)
}

const PARTIAL_OPERATORS: ReadonlySet<string> = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$exists', '$type'])

function addExpiry(shown: Doc, given: Doc, key: Doc): void {
  const seconds = given.get('expireAfterSeconds')
  if (seconds === undefined) return
  const whole = wholeNumberOf(seconds)
  if (isNumber(seconds) && whole === undefined) throw refused('expireAfterSeconds that is not a whole number')
  if (whole === undefined || whole < 0 || whole > MAX_SECONDS) {
    throw new MongoError('CannotCreateIndex', 'TTL index expireAfterSeconds must be within 0 and 2147483647')
  }
  if (key.size > 1 || key.has('_id')) throw new MongoError('CannotCreateIndex', 'TTL indexes are single-field indexes')
  shown.set('expireAfterSeconds', seconds)
}
