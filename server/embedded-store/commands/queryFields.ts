import { type Doc, isDoc, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { parseQuery } from '../query/parseQuery.ts'
import { parseSort } from '../query/parseSort.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import type { Query } from '../storage/findRecords.ts'
import type { IndexTable } from '../storage/indexTable.ts'
import type { Context } from './command.ts'

/** A query as commands carry it. */
export interface QueryParts {
  readonly filter: Doc | undefined
  readonly sort?: Doc | undefined
  readonly hint?: Value | undefined
}

const NO_FIELDS: Doc = new Map()

export function queryOf(context: Context, collection: CollectionTable | undefined, parts: QueryParts): Query {
  return {
    condition: parseQuery(parts.filter ?? NO_FIELDS),
    sort: parseSort(parts.sort ?? NO_FIELDS),
    hint: collection && hintedIndex(collection, parts.hint),
    checkTime: context.deadline.check,
  }
}

function hintedIndex(collection: CollectionTable, hint: Value | undefined): IndexTable | 'natural' | undefined {
  if (hint === undefined || (isDoc(hint) && hint.size === 0)) return undefined
  if (isDoc(hint) && hint.has('$natural')) {
    if (wholeNumberOf(hint.get('$natural')) !== 1) throw refused('the hint $natural backwards')
    return 'natural'
  }
  if (!isDoc(hint) && typeof hint !== 'string')
    throw new MongoError('FailedToParse', 'Hint must be a string or an object')
  const found = collection.indexes.find(({ spec }) =>
    isDoc(hint) ? patternText(spec.key) === patternText(hint) : spec.name === hint,
  )
  if (!found) throw new MongoError('BadValue', 'hint provided does not correspond to an existing index')
  return found
}

/** A key pattern as text; 1, 1.0 and NumberLong(1) are the same direction. */
export function patternText(key: Doc): string {
  return JSON.stringify([...key].map(([name, direction]) => [name, wholeNumberOf(direction) ?? String(direction)]))
}
