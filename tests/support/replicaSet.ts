import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { MongoClient } from 'mongodb'
import { MongoMemoryReplSet } from 'mongodb-memory-server-core'
import { onFreePort } from './onFreePort.ts'

/** The version that MONGOD_BINARY must be of. */
const VERSION = '6.0.5'
const MEMBERS = 3
const LAUNCH_WITHIN_MS = 60_000
/** A set that elects within two seconds, so that a test of ten can hold an election. */
const SETTINGS = { electionTimeoutMillis: 2_000, heartbeatIntervalMillis: 500 }

/** True, and said aloud, when there is no `mongod` to test with: such a test did not run, and did not pass. */
export function isWithoutMongod(): boolean {
  const isMissing = (process.env.MONGOD_BINARY ?? '') === ''
  if (isMissing) console.warn('MONGOD_BINARY names no mongod: tests of several nodes were NOT run')
  return isMissing
}

interface Killed {
  readonly command: string
  readonly args: readonly string[]
}

/** Three real `mongod` of one replica set. */
export class ReplicaSet {
  readonly #set: MongoMemoryReplSet
  readonly #client: MongoClient
  readonly #killed: Killed[] = []
  readonly #raised: ChildProcess[] = []

  private constructor(set: MongoMemoryReplSet, client: MongoClient) {
    this.#set = set
    this.#client = client
  }

  static async start(): Promise<ReplicaSet> {
    const set = await onFreePort(() =>
      MongoMemoryReplSet.create({
        binary: { systemBinary: process.env.MONGOD_BINARY ?? '', version: VERSION },
        replSet: {
          count: MEMBERS,
          storageEngine: 'wiredTiger',
          args: ['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'enableTestCommands=1'],
          configSettings: SETTINGS,
        },
        instanceOpts: Array.from({ length: MEMBERS }, () => ({ launchTimeout: LAUNCH_WITHIN_MS })),
      }),
    )
    return new ReplicaSet(set, await new MongoClient(set.getUri()).connect())
  }

  get uri(): string {
    return this.#set.getUri()
  }

  /** Where the present primary listens. */
  async primaryPort(): Promise<number> {
    const hello = await this.#client.db('admin').command({ hello: 1 }, { readPreference: 'primary' })
    return Number(String(hello.primary).split(':')[1])
  }

  /** Has another member elected. Resolves when a majority takes writes again. */
  async stepDown(): Promise<void> {
    const before = await this.primaryPort()
    const command = { replSetStepDown: 10, secondaryCatchUpPeriodSecs: 5 }
    await this.#client
      .db('admin')
      .command(command)
      .catch(() => undefined)
    do await this.#takesWrites()
    while ((await this.primaryPort()) === before)
  }

  /** Ends the primary's process at once. Resolves when a majority takes writes again. */
  async killPrimary(): Promise<void> {
    const port = await this.primaryPort()
    const pid = await pidListeningOn(port)
    const [command = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1)
    process.kill(pid, 'SIGKILL')
    this.#killed.push({ command, args })
    await this.#takesWrites()
  }

  /** Starts those that were killed again, on what they had. */
  raiseKilled(): void {
    for (const { command, args } of this.#killed.splice(0)) {
      this.#raised.push(spawn(command, args, { stdio: 'ignore' }))
    }
  }

  /** Has every member answer a command wrongly, or late; null ends it. */
  async failCommand(data: object | null): Promise<void> {
    const command = { configureFailPoint: 'failCommand', mode: data === null ? 'off' : 'alwaysOn' }
    for (const { instanceInfo } of this.#set.servers) {
      const member = new MongoClient(`mongodb://127.0.0.1:${instanceInfo?.port}/?directConnection=true`)
      await member.db('admin').command(data === null ? command : { ...command, data })
      await member.close()
    }
  }

  async stop(): Promise<void> {
    await this.#client.close()
    for (const child of this.#raised) child.kill('SIGKILL')
    await this.#set.stop()
  }

  async #takesWrites(): Promise<void> {
    const marks = this.#client.db('marks_of_tests').collection('marks')
    await marks.insertOne({}, { writeConcern: { w: 'majority' } }).catch(() => undefined)
  }
}

/** The process whose arguments name the port: one that was killed and raised is not the one the set was started with. */
async function pidListeningOn(port: number): Promise<number> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const words = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0')
    if (words[0]?.includes('mongod') && words[words.indexOf('--port') + 1] === String(port)) return Number(name)
  }
  throw new Error(`no mongod listens on ${port}`)
}
