import { type Doc, isDoc, isNumber, isTruthy, typeNameOf, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'

/** What every command may carry. Read and write concerns are accepted because every write here is durable. */
const GENERIC: ReadonlySet<string> = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  '$readPreference',
  'comment',
  'maxTimeMS',
])

/** What MongoDB knows and this store does not: refused, where a field that nobody knows is an error of MongoDB's. */
const REFUSED: ReadonlySet<string> = new Set([
  'collation',
  'let',
  'arrayFilters',
  'min',
  'max',
  'returnKey',
  'showRecordId',
  'tailable',
  'awaitData',
  'noCursorTimeout',
  'allowPartialResults',
  'oplogReplay',
  'allowDiskUse',
  'bypassDocumentValidation',
  'sampleRate',
  'runtimeConstants',
  'capped',
  'size',
  'timeseries',
  'expireAfterSeconds',
  'clusteredIndex',
  'changeStreamPreAndPostImages',
  'autoIndexId',
  'storageEngine',
  'validator',
  'validationLevel',
  'validationAction',
  'indexOptionDefaults',
  'viewOn',
  'pipeline',
  'encryptedFields',
  'commitQuorum',
  'explain',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
])

/** The fields of one command or statement, each read as the type that it must have. */
export class CommandFields {
  readonly doc: Doc
  private readonly name: string

  /** Throws: MongoError for a field that is not in `allowed`: nothing is ever ignored. */
  constructor(name: string, doc: Doc, allowed: readonly string[]) {
    this.name = name
    this.doc = doc
    for (const field of doc.keys()) {
      if (field === name || allowed.includes(field) || GENERIC.has(field)) continue
      if (REFUSED.has(field)) throw refused(`the option ${name}.${field}`)
      throw new MongoError('Location40415', `BSON field '${name}.${field}' is an unknown field.`)
    }
  }

  get(field: string): Value | undefined {
    return this.doc.get(field)
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
    const value = this.doc.get(field) ?? this.missing(field)
    if (!Array.isArray(value)) throw this.wrongType(field, value, 'array')
    return value.map((item, at) => {
      if (isDoc(item)) return item
      throw this.wrongType(`${field}.${at}`, item, 'object')
    })
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
    if (!isNumber(value)) throw this.wrongType(field, value, 'long')
    const whole = wholeNumberOf(value)
    if (whole === undefined || whole < 0) {
      throw new MongoError(
        whole === undefined ? 'FailedToParse' : 'Location51024',
        `${this.name}.${field} must be 0 or more`,
      )
    }
    return whole
  }

  flag(field: string): boolean {
    const value = this.doc.get(field)
    if (value === undefined) return false
    if (typeof value !== 'boolean' && !isNumber(value)) throw this.wrongType(field, value, 'bool')
    return isTruthy(value)
  }

  missing(field: string): never {
    throw new MongoError('Location40414', `BSON field '${this.name}.${field}' is missing but a required field`)
  }

  private wrongType(field: string, value: Value, wanted: string): MongoError {
    const message = `BSON field '${this.name}.${field}' is the wrong type '${typeNameOf(value)}', expected type '${wanted}'`
    return new MongoError('TypeMismatch', message)
  }
}
