import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { seededRandom } from '#tests/support/seededRandom.ts'
import { ACCOUNTS, type FromWriter, type Row, TOTAL, type ToWriter } from './act.ts'
import { Expected, type Faults } from './expected.ts'
import { start, startStoreServer } from './processes.ts'

export interface CrashReport extends Faults {
  readonly seed: number
  readonly rounds: number
  readonly acknowledgedCount: number
  /** Unit: milliseconds from the start of the process to its answering, of the slowest round. */
  readonly slowestReadyMs: number
}

const WRITERS = ['一', '二'] as const
const LONGEST_LOAD_MS = 400

/** Writers in processes of their own, told to go and to pause; what they say is kept. */
class Writers {
  readonly expected = new Expected()
  onAcknowledged: () => void = () => undefined
  readonly #children: readonly ChildProcess[]
  #paused = 0

  constructor(uri: string, seed: number) {
    this.#children = WRITERS.map((name, at) => start('./crashWriter.ts', [uri, name, String(seed + at + 1)]))
    for (const child of this.#children) child.on('message', (message: FromWriter) => this.#hear(message))
  }

  go(): void {
    this.#paused = 0
    for (const child of this.#children) child.send('go' satisfies ToWriter)
  }

  /** Resolves when every act that was begun has come to an end. */
  async pause(): Promise<void> {
    for (const child of this.#children) child.send('pause' satisfies ToWriter)
    while (this.#paused < this.#children.length) await pause(5)
  }

  async ready(): Promise<void> {
    while (this.#paused < this.#children.length) await pause(5)
  }

  end(): void {
    for (const child of this.#children) child.kill('SIGKILL')
  }

  #hear(message: FromWriter): void {
    if (message.told === 'paused') this.#paused += 1
    else if (message.told === 'tried') this.expected.tried(message.act)
    else {
      this.expected.acknowledged(message.act)
      this.onAcknowledged()
    }
  }
}

/**
 * Two processes write over the wire; the process of the store is killed at a random moment, or as an acknowledgement
 * comes in, started again on the same folder and looked through. Again and again.
 *
 * Cost: about a second a round.
 */
export async function crashRounds({
  rounds,
  seed,
}: {
  readonly rounds: number
  readonly seed: number
}): Promise<CrashReport> {
  const random = seededRandom(seed)
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-crash-'))
  let server = await startStoreServer(dir)
  const faults = { lost: new Set<string>(), half: new Set<string>(), brokenIndexes: new Set<string>() }
  let slowestReadyMs = 0
  await prepare(server.uri)
  const writers = new Writers(server.uri, seed)
  try {
    await writers.ready()
    for (let round = 1; round <= rounds; round += 1) {
      writers.go()
      await pause(20 + random.below(LONGEST_LOAD_MS))
      if (random.below(2) === 0) await new Promise<void>((onAcknowledged) => (writers.onAcknowledged = onAcknowledged))
      await server.kill()

      const startedAt = performance.now()
      server = await startStoreServer(dir)
      slowestReadyMs = Math.max(slowestReadyMs, performance.now() - startedAt)
      await writers.pause()
      const found = await look(server.uri, writers.expected)
      for (const fault of found.lost) faults.lost.add(fault)
      for (const fault of found.half) faults.half.add(fault)
      for (const fault of found.brokenIndexes) faults.brokenIndexes.add(fault)
    }
  } finally {
    writers.end()
    await server.kill()
    await rm(dir, { recursive: true, force: true })
  }
  const { acknowledgedCount } = writers.expected
  const [lost, half, brokenIndexes] = [[...faults.lost], [...faults.half], [...faults.brokenIndexes]]
  return { seed, rounds, acknowledgedCount, lost, half, brokenIndexes, slowestReadyMs }
}

async function prepare(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri)
  const db = client.db('crash')
  await db.collection('rows').createIndex({ unique: 1 }, { unique: true, sparse: true })
  await db.collection('rows').createIndex({ tags: 1, value: -1 })
  await db.collection('claims').createIndex({ unique: 1 }, { unique: true })
  const counters = WRITERS.map((name): Row => ({ _id: `moved by ${name}`, value: 0 }))
  const accounts = ACCOUNTS.map((_id): Row => ({ _id, value: TOTAL / ACCOUNTS.length }))
  await db.collection<Row>('accounts').insertMany([...accounts, ...counters])
  await client.close()
}

async function look(uri: string, expected: Expected): Promise<Faults> {
  const client = await MongoClient.connect(uri)
  try {
    return await expected.faultsOf(client.db('crash'))
  } finally {
    await client.close()
  }
}
