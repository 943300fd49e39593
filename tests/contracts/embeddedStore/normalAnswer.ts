import { EJSON } from 'bson'
import type { Answer, Command } from './rawConnection.ts'

/** What both servers must agree about in an answer; texts, times and made-up ids are not part of it. */
export function normalAnswer(command: Command, answer: Answer): unknown {
  const plain: Record<string, unknown> = JSON.parse(EJSON.stringify(answer, { relaxed: false }), madeUpIds)
  if (numberOf(plain.ok) === 0) return failure(plain)
  const isOrdered = command.sort !== undefined || isSortedPipeline(JSON.stringify(command.pipeline ?? ''))
  const fields = Object.entries(plain).filter(([name]) => !IGNORED.has(name))
  return Object.fromEntries(fields.sort(byName).map(([name, value]) => [name, normalField(name, value, isOrdered)]))
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1
}

function normalField(name: string, value: unknown, isOrdered: boolean): unknown {
  if (name === 'cursor') return normalCursor(value as Record<string, unknown>, isOrdered)
  if (name === 'writeErrors') return (value as Record<string, unknown>[]).map(writeError)
  return name === 'values' ? sorted(value as unknown[]) : value
}

/** The store's own way to say that it does not do something; never a wrong answer. */
export function isRefusal(normal: unknown): boolean {
  const text = JSON.stringify(normal)
  return text.includes('"code":115') || text.includes('"code":{"$numberInt":"115"}')
}

const IGNORED: ReadonlySet<string> = new Set([
  '$clusterTime',
  'operationTime',
  'electionId',
  'opTime',
  'note',
  'commitQuorum',
  'ns',
])

/** Groups come in no order of their own. */
function isSortedPipeline(pipeline: string): boolean {
  return pipeline.lastIndexOf('$sort') > pipeline.lastIndexOf('$group')
}

function failure(plain: Record<string, unknown>): unknown {
  const { code, codeName, keyPattern, keyValue, errorLabels } = plain
  return { ok: 0, code: numberOf(code), codeName, keyPattern, keyValue, errorLabels }
}

function writeError(error: Record<string, unknown>): unknown {
  const { index, code, keyPattern, keyValue } = error
  return { index, code, keyPattern, keyValue }
}

function normalCursor(cursor: Record<string, unknown>, isOrdered: boolean): unknown {
  const batch = (cursor.firstBatch ?? cursor.nextBatch) as unknown[]
  return {
    batch: isOrdered ? batch : sorted(batch),
    isOpen: (cursor.id as { $numberLong: string }).$numberLong !== '0',
  }
}

function sorted(items: readonly unknown[]): unknown[] {
  return items.map((item) => JSON.stringify(item)).sort()
}

function numberOf(value: unknown): number {
  return Number(Object.values(value as Record<string, string>)[0])
}

/** Every id in the tables begins with 00; any other was made by a server. */
function madeUpIds(key: string, value: unknown): unknown {
  return key === '$oid' && typeof value === 'string' && !value.startsWith('00') ? 'made' : value
}
