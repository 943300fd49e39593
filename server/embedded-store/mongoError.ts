import { EJSON } from 'bson'
import type { Doc, Reply } from './bson/values.ts'

/** MongoDB's own numbers of the errors that the store answers with. */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  CannotBackfillArray: 34,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NotExactValueField: 111,
  WriteConflict: 112,
  CommandNotSupported: 115,
  ConflictingOperationInProgress: 117,
  CannotIndexParallelArrays: 171,
  QueryPlanKilled: 175,
  TransactionTooOld: 225,
  DataCorruptionDetected: 246,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  OperationNotSupportedInTransaction: 263,
  MechanismUnavailable: 334,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
} as const

export type ErrorName = keyof typeof CODES | `Location${number}`

/** A refusal or a fault in MongoDB's own words: its code and name are what a driver acts on. */
export class MongoError extends Error {
  readonly codeName: string
  readonly code: number
  readonly details: Reply

  constructor(codeName: ErrorName, message: string, details: Reply = {}) {
    super(message)
    this.name = 'MongoError'
    this.codeName = codeName
    this.code = codeName in CODES ? CODES[codeName as keyof typeof CODES] : Number(codeName.slice('Location'.length))
    this.details = details
  }
}

/** What MongoDB can do and this store does not: always the same code, so that a test can tell it from a wrong answer. */
export function refused(what: string): MongoError {
  return new MongoError('CommandNotSupported', `the embedded store does not do ${what}`)
}

export function duplicateKey(namespace: string, index: string, key: { pattern: Doc; value: Doc }): MongoError {
  const shown = [...key.value].map(([field, value]) => `${field}: ${EJSON.stringify(value)}`).join(', ')
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: { ${shown} }`
  return new MongoError('DuplicateKey', message, { keyPattern: key.pattern, keyValue: key.value })
}
