import { setTimeout as pause } from 'node:timers/promises'
import { KillWriter } from './killWriter.ts'
import { type Door, Participant } from './participant.ts'
import { type SeededRandom, seededRandom } from './seededRandom.ts'
import { type ServerProcess, startServer } from './startServer.ts'
import { until } from './until.ts'
import { Visitor } from './visitor.ts'

export interface KillOptions {
  readonly rounds: number
  readonly seed: number
  /** Unit: milliseconds between two acts of one writer. */
  readonly paceMs?: number
  /** Every second writer goes by posts and polls. */
  readonly halfByHttp?: boolean
}

export interface KillReport {
  readonly seed: number
  readonly rounds: number
  readonly acknowledgedCount: number
  readonly seenCount: number
  /** Acts in which somebody was told "saved" and which are not there after the kill. */
  readonly lostAcknowledged: readonly string[]
  /** Acts that another writer had seen and which are not there after the kill. */
  readonly lostSeen: readonly string[]
  /** Rounds after which the replicas were not equal. */
  readonly diverged: readonly number[]
  /** Unit: milliseconds from the start of the process to its answering, of the slowest round. */
  readonly slowestReadyMs: number
}

const WRITERS = ['甲', '乙', '丙', '丁'] as const
const COORDINATOR = 'mem_00000000000000000000000002'
const SHORTEST_LOAD_MS = 250
const LONGEST_LOAD_MS = 750

/**
 * Four clients type and delete in one note; the server process is killed at a random moment, started again on the same
 * folder, and asked, before any writer comes back with its own copy, what it still has. Again and again.
 *
 * Cost: about one and a half seconds a round.
 */
export async function killRounds({ rounds, seed, paceMs = 12, halfByHttp = false }: KillOptions): Promise<KillReport> {
  const random = seededRandom(seed)
  let server = await startServer()
  const { door, token } = await doorOf(server)
  const doorAt = (index: number): Door => (halfByHttp && index % 2 === 1 ? { ...door, token } : door)
  const writers = WRITERS.map((name, index) => new KillWriter(doorAt(index), name, seededRandom(seed + index + 1)))
  const losses = new Losses()
  const diverged: number[] = []
  let slowestReadyMs = 0
  try {
    await beginLine(writers)
    for (let round = 1; round <= rounds; round++) {
      await write(writers, random, paceMs)
      await server.kill()
      for (const writer of writers) writer.cut()

      const startedAt = performance.now()
      server = await startServer({ dataDir: server.dataDir, port: Number(new URL(server.address).port) })
      slowestReadyMs = Math.max(slowestReadyMs, performance.now() - startedAt)
      losses.look(writers, await wordsOnServer(door))
      if (!(await comeBackEqual(writers))) diverged.push(round)
    }
  } finally {
    for (const writer of writers) writer.participant.leave()
    await server.stop()
  }
  return { seed, rounds, ...losses.counts(writers), diverged, slowestReadyMs }
}

/** Signs in as the demo council's coordinator and makes a document to write in, as any script would. */
export async function doorOf({
  address: origin,
}: ServerProcess): Promise<{ readonly door: Door; readonly token: string }> {
  const visitor = new Visitor(origin)
  await visitor.signInAsDemo(COORDINATOR)
  const { documentId } = (await visitor.post('/api/council-documents', { title: '停電に備える' })).body
  const { subprotocol } = (await visitor.get(`/api/documents/${documentId}`)).body
  const address = origin.replace('http', 'ws')
  return { door: { address, documentId, origin, cookie: visitor.cookie, subprotocol }, token: visitor.token }
}

/** One line for all of them: two who begin it at once would have two. */
async function beginLine([first, ...others]: readonly KillWriter[]): Promise<void> {
  await first?.participant.synced()
  first?.participant.type('記録：')
  for (const { participant } of others) await participant.reads('記録：')
}

async function write(writers: readonly KillWriter[], random: SeededRandom, paceMs: number): Promise<void> {
  for (const { participant } of writers) {
    participant.provider.connect()
    await participant.synced()
  }
  const end = performance.now() + SHORTEST_LOAD_MS + random.below(LONGEST_LOAD_MS - SHORTEST_LOAD_MS)
  while (performance.now() < end) {
    random.pick(writers).act()
    await pause(paceMs / writers.length)
  }
}

/** The words of the document as a newcomer gets them. */
export async function wordsOnServer(door: Door): Promise<ReadonlySet<string>> {
  const reader = new Participant(door)
  await reader.synced()
  const words = new Set(reader.text.match(/〔[^〕]*〕/g) ?? [])
  reader.leave()
  return words
}

async function comeBackEqual(writers: readonly KillWriter[]): Promise<boolean> {
  for (const { participant } of writers) participant.provider.connect()
  for (const { participant } of writers) await participant.settled()
  const areEqual = () => new Set(writers.map(({ participant }) => participant.text)).size === 1
  return until(areEqual, 'all writers have the same').then(
    () => true,
    () => false,
  )
}

/** Compares what was told and seen with what is there. */
class Losses {
  readonly #acknowledged = new Set<string>()
  readonly #seen = new Set<string>()

  look(writers: readonly KillWriter[], kept: ReadonlySet<string>): void {
    const taken = new Set(writers.flatMap(({ acts }) => acts).flatMap((act) => (act.isDeletion ? [act.word] : [])))
    const isGone = (word: string) => !kept.has(word) && !taken.has(word)
    const isLost = ({ word, isDeletion }: KillWriter['acts'][number]) => (isDeletion ? kept.has(word) : isGone(word))
    for (const { acts, seen, seenGone } of writers) {
      const lost = acts.filter((act) => act.isAcknowledged && isLost(act))
      for (const { word, isDeletion } of lost) this.#acknowledged.add(`${isDeletion ? '−' : '+'}${word}`)
      for (const word of [...seen].filter(isGone)) this.#seen.add(`+${word}`)
      for (const word of [...seenGone].filter((one) => kept.has(one))) this.#seen.add(`−${word}`)
    }
  }

  counts(writers: readonly KillWriter[]) {
    return {
      acknowledgedCount: writers.flatMap(({ acts }) => acts).filter(({ isAcknowledged }) => isAcknowledged).length,
      seenCount: writers.reduce((count, { seen, seenGone }) => count + seen.size + seenGone.size, 0),
      lostAcknowledged: [...this.#acknowledged],
      lostSeen: [...this.#seen],
    }
  }
}
