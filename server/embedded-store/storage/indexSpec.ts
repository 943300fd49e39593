import type { Doc } from '../bson/values.ts'
import type { Condition } from '../query/condition.ts'

/** One field of an index or of a sort. */
export interface KeyField {
  readonly path: readonly string[]
  readonly ascending: boolean
}

/** An index as it was asked for. `shown` is the document that listIndexes answers. */
export interface IndexSpec {
  readonly name: string
  readonly key: Doc
  readonly fields: readonly KeyField[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly partial: Condition | undefined
  readonly expireAfterSeconds: number | undefined
  readonly shown: Doc
}
