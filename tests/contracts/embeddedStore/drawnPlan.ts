import type { Answer } from './rawConnection.ts'

/**
 * Where the store uses an index, the real server must know it as one way to answer the same query; and both count the
 * same documents. Which of several the real server chooses depends on its trials, so it is not compared.
 */
export function planDifference(ours: Answer, theirs: Answer): string | undefined {
  // What fails while it runs is told by the real server inside its answer.
  if (/"executionSuccess":false/.test(JSON.stringify(theirs.executionStats ?? null))) return undefined
  const [our, their] = [ours, theirs].map(({ ok, code }) => (String(ok) === '1' ? 'answered' : `error ${code}`))
  if (our !== their) return `explain: ours ${our}, theirs ${their} ${String(theirs.errmsg ?? '')}`
  if (our !== 'answered') return undefined
  const [counted, returned] = [ours, theirs].map(returnedBy)
  if (counted !== returned) return `explain: ours returns ${counted}, theirs ${returned}`
  const known = indexNames(theirs.queryPlanner)
  const unknown = indexNames(ours.queryPlanner).filter((name) => !known.includes(name))
  return unknown.length > 0 ? `explain: ours uses ${unknown}, theirs knows ${known} for this query` : undefined
}

function returnedBy({ executionStats }: Answer): string {
  return String((executionStats as { nReturned?: unknown } | undefined)?.nReturned)
}

function indexNames(plan: unknown): string[] {
  const text = JSON.stringify(plan)
  const named = [...text.matchAll(/"indexName":"([^"]*)"/g)].map((match) => match[1] ?? '')
  return /"stage":"IDHACK"|EXPRESS|"isIdQuery":true/.test(text) ? [...named, '_id_'] : named
}
