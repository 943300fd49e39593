import { EJSON, Long } from 'bson'
import { normalAnswer } from './normalAnswer.ts'
import type { Answer, Command } from './rawConnection.ts'

/** A day before this process: no drawn date is so late, so a later one is the server's own. */
const LATEST_DRAWN = Date.now() - 86_400_000

/** What must be equal in two servers' answers, as text; the names of a document keep their order, `__proto__` among them. */
export function comparable(command: Command, answer: Answer): unknown {
  const { cursor, value, values, ...rest } = answer
  const shown: Answer = { ...rest }
  if (cursor !== undefined) shown.cursor = shownCursor(command, cursor)
  if (value !== undefined) shown.value = exactText(value)
  if (Array.isArray(values)) shown.values = values.map(exactText)
  return JSON.parse(JSON.stringify(normalAnswer(isInOrder(command) ? { ...command, sort: {} } : command, shown)))
}

/** Whether a batch that ends with the limit leaves a cursor open depends on a real server's plan. */
function shownCursor(command: Command, cursor: unknown): unknown {
  const { firstBatch, nextBatch, id } = cursor as { firstBatch?: unknown[]; nextBatch?: unknown[]; id: unknown }
  return {
    firstBatch: (firstBatch ?? nextBatch ?? []).map(exactText),
    id: command.limit === undefined ? id : Long.ZERO,
  }
}

/** Pipelines are drawn in order up to their first group. */
function isInOrder({ pipeline, getMore }: Command): boolean {
  if (getMore !== undefined) return true
  return Array.isArray(pipeline) && !pipeline.some((stage) => '$group' in stage || '$unwind' in stage)
}

function exactText(value: unknown): string {
  return JSON.stringify(exact(value))
}

function exact(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return { list: value.map(exact) }
  if (value instanceof Date) return value.getTime() > LATEST_DRAWN ? 'now' : { date: value.getTime() }
  if ('_bsontype' in value && typeof value._bsontype === 'string') return exactScalar(value)
  return { document: Object.entries(value).map(([name, inner]) => [name, exact(inner)]) }
}

/** Every drawn id begins with 00; any other was made by a server. */
function exactScalar(value: object): unknown {
  const text = EJSON.stringify(value, { relaxed: false })
  return /"\$oid":"(?!00)/.test(text) ? 'made' : text
}
