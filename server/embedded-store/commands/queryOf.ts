import { type Projection, projectionOf } from '../aggregate/projection.ts'
import type { Doc } from '../bson/values.ts'
import { parseQuery } from '../query/parseQuery.ts'
import { parseSort } from '../query/parseSort.ts'
import type { Query } from '../storage/findRecords.ts'
import type { Context } from './command.ts'

/** A query as commands carry it. */
export interface QueryParts {
  readonly filter?: Doc | undefined
  readonly projection?: Doc | undefined
  readonly sort?: Doc | undefined
}

/** Reads the parts in MongoDB's order, so that of two faults the same one is told. */
export function queryOf(context: Context, parts: QueryParts): Query & { readonly project: Projection } {
  const condition = parseQuery(parts.filter ?? new Map())
  const project = projectionOf(parts.projection)
  return { condition, project, sort: parseSort(parts.sort ?? new Map()), checkTime: context.deadline.check }
}
