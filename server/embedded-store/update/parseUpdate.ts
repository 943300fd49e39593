import { Timestamp } from 'bson'
import { compareText, compareValues } from '../bson/order.ts'
import { type Doc, isDoc, isNumber, isOperatorDoc, typeNameOf, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { incremented } from './arithmetic.ts'
import { type Compute, parseAddToSet, parsePop, parsePull, parsePush, pushRewrites } from './arrayChanges.ts'

/** One change of one field. */
export interface FieldChange {
  readonly path: readonly string[]
  readonly onlyOnInsert: boolean
  /** `'remove'` takes the field away. */
  readonly compute: Compute | 'remove'
  /** True when the change counts even if nothing differs after it. */
  readonly rewrites: (current: Value | undefined) => boolean
}

export type Update =
  | { readonly kind: 'replace'; readonly doc: Doc }
  | { readonly kind: 'change'; readonly changes: readonly FieldChange[] }

type ChangeParser = (field: string, operand: Value, now: Date) => Compute | 'remove'

/** An update as it was given: a replacement, operators, or the stages of a pipeline. */
export type GivenChange = Doc | readonly Doc[]

/** Reads an update. Throws: MongoError, also when two operators change the same field. */
export function parseUpdate(update: GivenChange, now: Date, isMulti = false): Update {
  if (!isDoc(update)) throw refused('an update by an aggregation pipeline')
  if (!isOperatorDoc(update)) {
    if (isMulti) throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update')
    return { kind: 'replace', doc: checkReplacement(update) }
  }
  const changes: FieldChange[] = []
  for (const [operator, fields] of update) {
    for (const change of parseOperator(operator, fields, now)) {
      for (const other of changes) refuseConflict(other, change)
      changes.push(change)
    }
  }
  return { kind: 'change', changes: changes.sort((left, right) => comparePaths(left.path, right.path)) }
}

function checkReplacement(doc: Doc): Doc {
  const dollar = [...doc.keys()].find((name) => name.startsWith('$'))
  if (dollar !== undefined) throw refused(`a replacement with the field ${dollar}`)
  if (Array.isArray(doc.get('_id'))) throw refused('a replacement with an _id that is an array')
  return withoutEmptyTimestamp(doc)
}

/** Throws: a refusal of what MongoDB puts the time into. */
export function withoutEmptyTimestamp(doc: Doc): Doc {
  for (const [name, value] of doc) {
    if (name !== '_id' && value instanceof Timestamp && value.t === 0 && value.i === 0)
      throw refused('an empty timestamp')
  }
  return doc
}

function* parseOperator(operator: string, fields: Value, now: Date): Generator<FieldChange> {
  const parse = OPERATORS.get(operator)
  if (!parse) throw refused(`the update operator ${operator}`)
  if (!isDoc(fields)) {
    throw new MongoError('FailedToParse', `Modifiers operate on fields but we found type ${typeNameOf(fields)} instead`)
  }
  for (const [field, operand] of fields) {
    const path = changePath(field)
    const compute = parse(field, operand, now)
    const rewrites = operator === '$push' ? pushRewrites(operand) : () => false
    yield { path, onlyOnInsert: operator === '$setOnInsert', compute, rewrites }
  }
}

function changePath(field: string): readonly string[] {
  const path = field.split('.')
  if (path.includes(''))
    throw new MongoError('EmptyFieldName', `The update path '${field}' contains an empty field name`)
  if (path.some((name) => name === '$' || name.startsWith('$['))) throw refused('positional updates')
  // To MongoDB that is a place in an array like another.
  if (path.slice(1).some((name) => /^0\d+$/.test(name))) throw refused('a place in an array with a zero in front')
  if (path[0]?.startsWith('$')) throw refused('updates of a field whose name begins with $')
  return path
}

/** The order in which MongoDB makes the changes, and so the order of new fields: by name, numbers by value. */
function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (const [at, name] of left.entries()) {
    const other = right[at]
    if (other === undefined) return 1
    if (name === other) continue
    const bothNumbers = /^\d+$/.test(name) && /^\d+$/.test(other)
    return bothNumbers ? Number(name) - Number(other) : compareText(name, other)
  }
  return left.length - right.length
}

function refuseConflict(other: FieldChange, change: FieldChange): void {
  const [short, long] = other.path.length < change.path.length ? [other, change] : [change, other]
  if (short.path.every((name, at) => name === long.path[at])) {
    const message = `Updating the path '${change.path.join('.')}' would create a conflict at '${short.path.join('.')}'`
    throw new MongoError('ConflictingUpdateOperators', message)
  }
}

function parseIncrement(field: string, operand: Value): Compute {
  if (!isNumber(operand)) {
    throw new MongoError('TypeMismatch', `Cannot increment with non-numeric argument: {${field}: ...}`)
  }
  return (current) => incremented(field, current, operand)
}

function extreme(operand: Value, sign: 1 | -1): Compute {
  return (current) => (current !== undefined && sign * compareValues(current, operand) >= 0 ? current : operand)
}

function parseCurrentDate(operand: Value, now: Date): Compute {
  if (typeof operand === 'boolean') return () => now
  if (!isDoc(operand)) {
    throw new MongoError('BadValue', `${typeNameOf(operand)} is not valid type for $currentDate.`)
  }
  const type = operand.get('$type')
  if (operand.size === 1 && type === 'timestamp') throw refused('$currentDate with a timestamp')
  if (operand.size === 1 && type === 'date') return () => now
  throw new MongoError('BadValue', "The '$type' string field is required to be 'date' or 'timestamp'")
}

export const OPERATORS: ReadonlyMap<string, ChangeParser> = new Map<string, ChangeParser>([
  ['$set', (_field, operand) => () => operand],
  ['$setOnInsert', (_field, operand) => () => operand],
  ['$unset', () => 'remove'],
  ['$inc', parseIncrement],
  ['$min', (_field, operand) => extreme(operand, -1)],
  ['$max', (_field, operand) => extreme(operand, 1)],
  ['$push', parsePush],
  ['$addToSet', parseAddToSet],
  ['$pull', (_field, operand) => parsePull(operand)],
  ['$pop', parsePop],
  ['$currentDate', (_field, operand, now) => parseCurrentDate(operand, now)],
])
