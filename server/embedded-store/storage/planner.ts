import { BSONRegExp, MaxKey, MinKey } from 'bson'
import { encodeKey, inverted } from '../bson/keyEncoding.ts'
import { rankOf } from '../bson/rank.ts'
import { isDoc, type Value } from '../bson/values.ts'
import { type Condition, conjunctsOf, type Leaf } from '../query/condition.ts'
import { samePath } from '../query/fieldPath.ts'
import type { KeyField } from './indexSpec.ts'
import type { IndexTable, KeyRange } from './indexTable.ts'
import { impliesPartial } from './partialIndex.ts'

/** How to find the candidates of a query; the query itself still decides about each. */
export interface Plan {
  /** Undefined: every document is looked at. */
  readonly index: IndexTable | undefined
  readonly ranges: readonly KeyRange[]
  /** The one whole key that is asked of a unique index: one record has it, or none. */
  readonly onlyKey: Uint8Array | undefined
  /** The index yields the wanted order by itself. */
  readonly isSorted: boolean
  readonly isReverse: boolean
}

interface Bounds {
  readonly prefixes: readonly Buffer[]
  readonly range: KeyRange | undefined
  readonly equalFields: number
}

const SCAN: Plan = { index: undefined, ranges: [], onlyKey: undefined, isSorted: false, isReverse: false }
const MAX_RANGES = 1_000
/** Above what 32 fields of an index can come to. */
const BEST_SCORE = 1_000

/** The plan with the most equal fields, then a range, then the wanted order. Whatever it is, the result is the same. */
export function planQuery(condition: Condition, sort: readonly KeyField[], indexes: readonly IndexTable[]): Plan {
  const conjuncts = conjunctsOf(condition)
  const leaves = conjuncts.filter((part): part is Leaf => part.kind === 'leaf')
  const bounding = [...leaves, ...conjuncts.flatMap(missingAsNull)]
  let best = SCAN
  let bestScore = 0
  for (const index of indexes) {
    if (index.spec.partial && !impliesPartial(leaves, index.spec.partial)) continue
    const { plan, score } = planFor(index, bounding, sort)
    if (score > bestScore) {
      best = plan
      bestScore = score
    }
  }
  return best
}

/** A document without the field has null as its key, once: `$exists: false` bounds an index as `$eq: null` does. */
function missingAsNull(part: Condition): Leaf[] {
  if (part.kind !== 'not' || part.part.kind !== 'leaf' || part.part.operator !== '$exists') return []
  return [{ ...part.part, operator: '$eq', operand: null }]
}

function planFor(index: IndexTable, leaves: readonly Leaf[], sort: readonly KeyField[]) {
  const bounds = boundsOf(index, leaves)
  const direction = bounds.prefixes.length === 1 ? sortDirection(index, sort, bounds) : undefined
  const usable = bounds.equalFields > 0 || bounds.range !== undefined || (direction !== undefined && !index.spec.sparse)
  if (!usable) return { plan: SCAN, score: 0 }
  const ranges = bounds.range ? [bounds.range] : bounds.prefixes.map(prefixRange)
  const isOneKey = index.spec.unique && bounds.equalFields === index.spec.fields.length && bounds.prefixes.length === 1
  const onlyKey = isOneKey ? bounds.prefixes[0] : undefined
  const plan: Plan = { index, ranges, onlyKey, isSorted: direction !== undefined, isReverse: direction === 'reverse' }
  // MongoDB, too, looks at nothing else when the one document is named.
  if (index.spec.name === '_id_' && bounds.equalFields === 1 && ranges.length === 1) return { plan, score: BEST_SCORE }
  const score = bounds.equalFields * 10 + (bounds.range ? 5 : 0) + (direction ? 3 : 0) + (index.spec.unique ? 1 : 0)
  return { plan, score }
}

/** Equal values of the first fields, then one range. Of the fields that hold arrays only one may be bound. */
function boundsOf(index: IndexTable, leaves: readonly Leaf[]): Bounds {
  let prefixes: readonly Buffer[] = [Buffer.alloc(0)]
  let equalFields = 0
  let arrayFieldUsed = false
  for (const [at, field] of index.spec.fields.entries()) {
    const holdsArrays = index.multikey[at] === true
    if (holdsArrays && arrayFieldUsed) break
    const own = leaves.filter(({ path }) => samePath(path, field.path))
    const points = pointsOf(own, field, index.spec.sparse)
    if (points && points.length * prefixes.length <= MAX_RANGES) {
      prefixes = prefixes.flatMap((prefix) => points.map((point) => Buffer.concat([prefix, point])))
      equalFields += 1
      arrayFieldUsed ||= holdsArrays
      continue
    }
    const range = prefixes[0] && prefixes.length === 1 ? rangeOf(own, field, prefixes[0], holdsArrays) : undefined
    return { prefixes, range, equalFields }
  }
  return { prefixes, range: undefined, equalFields }
}

function pointsOf(leaves: readonly Leaf[], field: KeyField, sparse: boolean): Buffer[] | undefined {
  const leaf = leaves.find(({ operator }) => operator === '$eq') ?? leaves.find(({ operator }) => operator === '$in')
  if (!leaf) return undefined
  const values = leaf.operator === '$in' && Array.isArray(leaf.operand) ? leaf.operand : [leaf.operand]
  if (values.length === 0 || values.some((value) => !canBeKey(value) || (value === null && sparse))) return undefined
  const points = values.map((value) => keyIn(value, field.ascending))
  const distinct = new Map(points.map((point) => [point.toString('latin1'), point]))
  return [...distinct.values()]
}

function canBeKey(value: Value): boolean {
  return !Array.isArray(value) && !(value instanceof BSONRegExp)
}

/** Ranges stay inside the operand's own kind, as the comparison itself does. */
function rangeOf(leaves: readonly Leaf[], field: KeyField, prefix: Buffer, oneOnly: boolean): KeyRange | undefined {
  const usable = leaves.filter(({ operator, operand }) => RANGE_OPERATORS.has(operator) && canBound(operand))
  const [first] = usable
  if (!first) return undefined
  const { ascending } = field
  const rank = rankOf(first.operand)
  const places = (lower: boolean) =>
    (oneOnly ? [first] : usable)
      .filter(({ operator }) => operator.startsWith('$g') === lower)
      .map((leaf) => placeOf(leaf, ascending))
      .sort(Buffer.compare)
  const from = places(ascending).at(-1) ?? Buffer.of(ascending ? rank : 255 - rank)
  const to = places(!ascending)[0] ?? Buffer.of(ascending ? rank + 1 : 256 - rank)
  return { low: Buffer.concat([prefix, from]), high: Buffer.concat([prefix, to]) }
}

/** Where between the keys a comparison begins or ends: before all that begin with its operand's, or behind them. */
function placeOf({ operator, operand }: Leaf, ascending: boolean): Buffer {
  const isBehind = (operator === '$gt' || operator === '$lte') === ascending
  const key = keyIn(operand, ascending)
  return isBehind ? Buffer.concat([key, PAST]) : key
}

function keyIn(value: Value, ascending: boolean): Buffer {
  const key = encodeKey(value)
  return ascending ? key : inverted(key)
}

const PAST = Buffer.of(255)
const RANGE_OPERATORS: ReadonlySet<string> = new Set(['$gt', '$gte', '$lt', '$lte'])

function canBound(value: Value): boolean {
  const odd = value === null || isDoc(value) || Array.isArray(value) || value instanceof BSONRegExp
  return !odd && !(value instanceof MinKey) && !(value instanceof MaxKey)
}

function prefixRange(prefix: Buffer): KeyRange {
  return { low: prefix, high: Buffer.concat([prefix, PAST]) }
}

/**
 * Whether the index, behind its equal fields, is in the wanted order, and which way. Never with arrays in it, and never with
 * a further field, which would put an order on what the sort leaves as it was written.
 */
function sortDirection(
  index: IndexTable,
  sort: readonly KeyField[],
  bounds: Bounds,
): 'forward' | 'reverse' | undefined {
  if (sort.length === 0 || index.multikey.includes(true)) return undefined
  const { fields } = index.spec
  if (fields.length !== bounds.equalFields + sort.length) return undefined
  const same = (flip: boolean) =>
    sort.every(({ path, ascending }, at) => {
      const field = fields[bounds.equalFields + at]
      return field !== undefined && samePath(field.path, path) && (field.ascending === ascending) !== flip
    })
  if (same(false)) return 'forward'
  return same(true) ? 'reverse' : undefined
}
