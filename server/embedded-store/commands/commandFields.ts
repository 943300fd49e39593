import { type Doc, isDoc, isNumber, isTruthy, typeNameOf, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'

/** What every command may carry. Read and write concerns are accepted because every write here is durable. */
const GENERIC: ReadonlySet<string> = new Set([
  ...['$db', 'lsid', 'txnNumber', 'autocommit', 'startTransaction'],
  ...['readConcern', 'writeConcern', '$readPreference', 'comment', 'maxTimeMS'],
])

/** The fields of one command or statement, each read as the type that it must have. */
export class CommandFields {
  readonly doc: Doc
  private readonly name: string

  /** Throws: a refusal of a field that is not in `allowed`: nothing is ever ignored. */
  constructor(name: string, doc: Doc, allowed: readonly string[]) {
    this.name = name
    this.doc = doc
    for (const field of doc.keys()) {
      if (field !== name && !allowed.includes(field) && !GENERIC.has(field))
        throw refused(`the option ${name}.${field}`)
    }
  }

  get(field: string): Value | undefined {
    return this.doc.get(field)
  }

  /** The name of the collection that the command is about. */
  collection(): string {
    const name = this.doc.get(this.name)
    if (typeof name === 'string') return name
    throw refused(`${this.name} of anything but a collection's name`)
  }

  /** The same, of a command that is refused for an empty name as soon as all of it has been read. */
  namedCollection(): string {
    const name = this.collection()
    if (name === '') throw new MongoError('InvalidNamespace', `${this.name} names no collection`)
    return name
  }

  document(field: string): Doc | undefined {
    const value = this.doc.get(field)
    if (value === undefined || isDoc(value)) return value
    throw this.wrongType(field, value, 'object')
  }

  requiredDocument(field: string): Doc {
    return this.document(field) ?? this.missing(field)
  }

  documents(field: string): Doc[] {
    return this.list(field, isDoc, 'object')
  }

  longs(field: string): bigint[] {
    return this.list(field, (item) => typeof item === 'bigint', 'long')
  }

  text(field: string): string {
    const value = this.doc.get(field) ?? this.missing(field)
    if (typeof value === 'string') return value
    throw this.wrongType(field, value, 'string')
  }

  /** A whole number of at least 0. */
  count(field: string): number | undefined {
    const value = this.doc.get(field)
    if (value === undefined) return undefined
    const whole = wholeNumberOf(value)
    if (!isNumber(value)) throw this.wrongType(field, value, 'long')
    if (whole === undefined) throw refused(`${this.name}.${field} that is not a whole number`)
    if (whole < 0) throw new MongoError('Location51024', `${this.name}.${field} must be 0 or more`)
    return whole
  }

  flag(field: string): boolean {
    const value = this.doc.get(field)
    if (value === undefined) return false
    if (typeof value !== 'boolean') throw this.wrongType(field, value, 'bool')
    return value
  }

  /** A flag for which a number will do as well. */
  looseFlag(field: string): boolean {
    const value = this.doc.get(field)
    return isNumber(value) ? isTruthy(value) : this.flag(field)
  }

  /** The options of a list that is answered in one batch. Throws: a refusal of a smaller one. */
  wholeBatch(length: number): void {
    const size = new CommandFields('cursor', this.document('cursor') ?? new Map(), ['batchSize']).count('batchSize')
    if (size !== undefined && size <= length) throw refused(`${this.name} in several batches`)
  }

  private list<Item extends Value>(field: string, is: (item: Value) => item is Item, wanted: string): Item[] {
    const value = this.doc.get(field) ?? this.missing(field)
    if (!Array.isArray(value)) throw this.wrongType(field, value, 'array')
    return value.map((item, at) => {
      if (is(item)) return item
      throw this.wrongType(`${field}.${at}`, item, wanted)
    })
  }

  missing(field: string): never {
    throw new MongoError('Location40414', `BSON field '${this.name}.${field}' is missing but a required field`)
  }

  /** Of some options MongoDB takes null for missing, of others it does not. */
  private wrongType(field: string, value: Value, wanted: string): MongoError {
    if (value === null) return refused(`${this.name}.${field} that is null`)
    const message = `BSON field '${this.name}.${field}' is the wrong type '${typeNameOf(value)}', expected type '${wanted}'`
    return new MongoError('TypeMismatch', message)
  }
}
