import { BSONRegExp, ObjectId } from 'bson'
import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { compareText, compareValues } from '../bson/order.ts'
import { type Doc, isDoc, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { type Condition, conjunctsOf, type Leaf } from '../query/condition.ts'
import type { FieldChange, Update } from './parseUpdate.ts'
import { readAt, removeAt, requireViable, writeAt } from './pathWrite.ts'

/** A document, and as it is kept. */
interface Kept {
  readonly doc: Doc
  readonly bytes: Uint8Array
}

/** The document after the update, or undefined when the update changes nothing at all. */
export function updated({ doc, bytes: before }: Kept, update: Update): Doc | undefined {
  const id = doc.get('_id')
  if (update.kind === 'replace') {
    const next = replacement(update.doc, id)
    checkIdNames(next.get('_id') ?? null)
    requireSameId(id, next, false)
    return encodeDocument(update.doc).equals(before) ? undefined : next
  }
  const next = changed(decodeDocument(before), update.changes, { id, isInsert: false })
  requireSameId(id, next, true)
  const isRewritten = update.changes.some(({ path, rewrites }) => rewrites(readAt(doc, path)))
  return !isRewritten && encodeDocument(next).equals(before) ? undefined : next
}

/** The document that an upsert puts in: what the query says is equal, then the update, and an id in any case. */
export function upserted(condition: Condition, update: Update): Doc {
  const seed = seedOf(condition, update.kind === 'replace')
  const id = seed.get('_id')
  const next =
    update.kind === 'replace'
      ? replacement(update.doc, id)
      : // Of a copy: what is changed in place must not be the id that it is compared with.
        changed(decodeDocument(encodeDocument(seed)), update.changes, { id, isInsert: true })
  requireSameId(id, next, false)
  return withIdFirst(next)
}

/** `_id` is a document's first field; one without gets an ObjectId. Throws: MongoError for a value no id may have. */
export function withIdFirst(doc: Doc): Doc {
  const id = doc.get('_id') ?? (doc.has('_id') ? null : new ObjectId())
  checkIdKind(id)
  checkIdNames(id)
  return new Map([['_id', id], ...[...doc].filter(([name]) => name !== '_id')])
}

function checkIdKind(id: Value): void {
  const kind = Array.isArray(id)
    ? 'array'
    : !isDoc(id) && id !== null && typeof id === 'object' && 'pattern' in id
      ? 'regex'
      : ''
  if (kind) throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${kind}`)
}

function checkIdNames(id: Value): void {
  const dollar = dollarNameIn(id)
  if (dollar) {
    throw new MongoError('DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields: ${dollar}`)
  }
}

function dollarNameIn(value: Value): string | undefined {
  const inner: readonly (readonly [string, Value])[] = isDoc(value)
    ? [...value]
    : Array.isArray(value)
      ? value.map((item) => ['', item])
      : []
  for (const [name, item] of inner) {
    const found = name.startsWith('$') ? name : dollarNameIn(item)
    if (found) return found
  }
  return undefined
}

function replacement(doc: Doc, id: Value | undefined): Doc {
  // An _id of a kind that no document may have is told before one that is another.
  if (doc.has('_id')) checkIdKind(doc.get('_id') ?? null)
  if (id === undefined) return doc
  const rest = [...doc].filter(([name]) => name !== '_id')
  const own = doc.get('_id')
  return new Map([['_id', own === undefined ? id : own], ...rest])
}

interface Before {
  readonly id: Value | undefined
  readonly isInsert: boolean
}

function changed(doc: Doc, changes: readonly FieldChange[], { id, isInsert }: Before): Doc {
  for (const { path, onlyOnInsert, compute } of changes) {
    if (onlyOnInsert && !isInsert) continue
    const next = compute === 'remove' ? undefined : compute(readAt(doc, path))
    if (compute === 'remove') removeAt(doc, path)
    else if (next === undefined) requireViable(doc, path)
    else writeAt(doc, path, next)
    if (path[0] === '_id') requireSameId(id, doc, true)
  }
  return doc
}

/** An operator may not even change the id's type of number; a replacement may. */
function requireSameId(id: Value | undefined, next: Doc, sameBytes: boolean): void {
  if (id === undefined) return
  const nextId = next.get('_id')
  const isSame = nextId !== undefined && compareValues(id, nextId) === 0
  if (!isSame || (sameBytes && !encodeDocument({ id }).equals(encodeDocument({ id: nextId })))) {
    throw new MongoError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    )
  }
}

function seedOf(condition: Condition, onlyId: boolean): Doc {
  const doc: Doc = new Map()
  const seen: string[] = []
  const equalities = equalitiesOf(condition).map((each) => ({ ...each, name: each.path.join('.') }))
  for (const { path, operand, name } of equalities.sort((left, right) => compareText(left.name, right.name))) {
    if (onlyId && path[0] !== '_id') continue
    refuseOdd({ path, operand }, onlyId)
    if (seen.some((other) => other === name || other.startsWith(`${name}.`) || name.startsWith(`${other}.`))) {
      throw new MongoError('NotSingleValueField', `cannot infer query fields to set, path '${name}' is matched twice`)
    }
    seen.push(name)
    writeAt(doc, path, operand)
  }
  return doc
}

function refuseOdd({ path, operand }: Equality, onlyId: boolean): void {
  if (onlyId && path.length > 1) {
    throw new MongoError('NotExactValueField', "field at '_id' must be exactly specified, not one of its fields")
  }
  if (path.includes('')) throw refused('an upsert by a field without a name')
  if (path[0] === '_id' && Array.isArray(operand)) throw refused('an upsert by an _id that is an array')
}

function equalitiesOf(condition: Condition): Equality[] {
  return conjunctsOf(condition).flatMap((part) => (part.kind === 'leaf' ? equalityOf(part) : []))
}

/** `$in` with one value is an equality, unless that stands for several. */
function equalityOf({ path, operator, operand }: Leaf): Equality[] {
  if (operator === '$eq') return [{ path, operand }]
  if (operator === '$in' && Array.isArray(operand) && operand.length === 0) throw refused('an upsert by an empty $in')
  const [only, ...more] = operator === '$in' && Array.isArray(operand) ? operand : []
  const isEquality = only !== undefined && more.length === 0 && !(only instanceof BSONRegExp)
  return isEquality ? [{ path, operand: only }] : []
}

interface Equality {
  readonly path: readonly string[]
  readonly operand: Value
}
