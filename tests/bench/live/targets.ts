import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, SERVER_ENVIRONMENT, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { ReplicaSet } from '#tests/support/replicaSet.ts'
import { Visitor } from '#tests/support/visitor.ts'
import { type StartedProcess, startProcess } from '../childProcess.ts'
import type { Target } from './replica.ts'

/** Servers of others. */
export const PEERS = ['yWebsocketServer', 'yLeveldb', 'hocuspocus'] as const

export type TargetName = 'floor' | 'durableFloor' | 'tsunagi' | 'tsunagiOnReplicaSet' | (typeof PEERS)[number]

/** What the page calls them. */
export const TITLES: { readonly [name in TargetName]: string } = {
  floor: 'frame forwarder (floor)',
  durableFloor: 'frame forwarder, each frame on the disk first',
  tsunagi: '**Tsunagi**, durable',
  tsunagiOnReplicaSet: '**Tsunagi**, durable on a replica set',
  yWebsocketServer: '@y/websocket-server, in memory',
  yLeveldb: 'y-websocket with LevelDB, saved later',
  hocuspocus: 'Hocuspocus with SQLite, saved later',
}

/** A server under measurement. */
export interface MeasuredServer {
  readonly name: TargetName
  readonly process: StartedProcess
  /** A document that nobody has opened yet. */
  newDocument(): Promise<Target>
  /** The note of a conference of the demo. Throws: on a peer, which has no conferences. */
  noteOf(conferenceId: string): Promise<Target>
  /** How to reach a document that was made when this server was started before, on the same folder. */
  again(target: Target): Promise<Target>
  /** Ends it in order. */
  stop(): Promise<void>
}

/** On the disk that the checkout is on: a temporary folder may be in memory, where durability costs nothing. */
const SCRATCH = join(ROOT, '.cache/bench')
const PEERS_FOLDER = join(ROOT, 'tests/bench/peers')
const COORDINATOR = 'mem_00000000000000000000000002'

export async function scratchFolder(): Promise<string> {
  await mkdir(SCRATCH, { recursive: true })
  return mkdtemp(join(SCRATCH, 'run-'))
}

/** The peers have a lockfile of their own and are no part of the product: they come when somebody measures. */
function installPeers(): void {
  const asked = join(PEERS_FOLDER, 'package-lock.json')
  const there = join(PEERS_FOLDER, 'node_modules/.package-lock.json')
  if (existsSync(there) && statSync(there).mtimeMs >= statSync(asked).mtimeMs) return
  console.log('installing the peers that are measured beside Tsunagi …')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS_FOLDER, stdio: 'inherit' })
  if (done.status !== 0) throw new Error('the peers could not be installed')
}

let documentCount = 0

function peer(name: Exclude<TargetName, 'tsunagi' | 'tsunagiOnReplicaSet'>, started: StartedProcess): MeasuredServer {
  const url = `ws://127.0.0.1:${started.ready.port}`
  return {
    name,
    process: started,
    newDocument: async () => ({
      kind: name === 'hocuspocus' ? 'hocuspocus' : 'yWebsocket',
      url,
      room: `document-${++documentCount}`,
      headers: {},
      protocols: [],
    }),
    noteOf: () => Promise.reject(new Error('a peer has no conferences')),
    again: async (target) => ({ ...target, url }),
    stop: () => started.end('SIGTERM'),
  }
}

/** Our server on a data folder, which stays when the server is stopped by the caller. */
async function startTsunagi(dataDir: string, environment: NodeJS.ProcessEnv = {}): Promise<MeasuredServer> {
  const started = await startProcess('live/ourServer.ts', {
    env: {
      ...SERVER_ENVIRONMENT,
      DATA_DIR: dataDir,
      PORT: '0',
      METRICS_TOKEN: 'a token for the bench only',
      ...environment,
    },
    flags: SERVER_FLAGS,
  })
  const origin = started.ready.address ?? ''
  const visitor = new Visitor(origin)
  await visitor.signInAsDemo(COORDINATOR)
  return {
    name: 'tsunagi',
    process: started,
    async newDocument() {
      const { documentId } = (await visitor.post('/api/council-documents', { title: '計測' })).body
      return targetOf(visitor, origin, documentId)
    },
    async noteOf(conferenceId) {
      const { documentId } = (await visitor.get(`/api/conferences/${conferenceId}`)).body
      return targetOf(visitor, origin, documentId)
    },
    again: (target) => targetOf(visitor, origin, target.room),
    stop: () => started.end('SIGTERM'),
  }
}

/** The same on three real `mongod`, as MONGOD_BINARY names them. */
async function startOnReplicaSet(dataDir: string): Promise<MeasuredServer> {
  const set = await ReplicaSet.start()
  const server = await startTsunagi(dataDir, { MONGODB_URI: set.uri.replace('/?', '/tsunagi?') })
  return {
    ...server,
    name: 'tsunagiOnReplicaSet',
    async stop() {
      await server.stop()
      await set.stop()
    },
  }
}

async function targetOf(visitor: Visitor, origin: string, documentId: string): Promise<Target> {
  const { subprotocol } = (await visitor.get(`/api/documents/${documentId}`)).body
  return {
    kind: 'yWebsocket',
    url: `${origin.replace('http', 'ws')}/sync`,
    room: documentId,
    headers: { cookie: visitor.cookie, origin },
    protocols: [subprotocol],
  }
}

/** Starts one of the measured servers on a folder, which stays when it is stopped. */
export async function startOn(name: TargetName, folder: string): Promise<MeasuredServer> {
  if (name === 'floor') return peer(name, await startProcess('live/floorServer.ts'))
  if (name === 'durableFloor')
    return peer(name, await startProcess('live/floorServer.ts', { args: [join(folder, 'log')] }))
  if (name === 'tsunagi') return startTsunagi(folder)
  if (name === 'tsunagiOnReplicaSet') return startOnReplicaSet(folder)
  installPeers()
  if (name === 'yWebsocketServer') return peer(name, await startProcess('peers/yWebsocketServer.mjs'))
  if (name === 'yLeveldb')
    return peer(name, await startProcess('peers/yLeveldbServer.mjs', { args: [join(folder, 'peer.leveldb')] }))
  return peer(name, await startProcess('peers/hocuspocusServer.mjs', { args: [join(folder, 'peer.sqlite')] }))
}

/** Starts one of the measured servers on a folder of its own, which goes with it. */
async function startTarget(name: TargetName): Promise<MeasuredServer> {
  const folder = await scratchFolder()
  const server = await startOn(name, folder)
  return {
    ...server,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Starts several, gives them to `use`, and ends them whatever happens. */
export async function withTargets<Result>(
  names: readonly TargetName[],
  use: (servers: readonly MeasuredServer[]) => Promise<Result>,
): Promise<Result> {
  const servers: MeasuredServer[] = []
  try {
    for (const name of names) servers.push(await startTarget(name))
    return await use(servers)
  } finally {
    for (const server of servers) await server.stop()
  }
}

/** The same list begun at another place, so that no server is always measured first. */
export const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] =>
  items.map((_, index) => items[(index + by) % items.length] as Item)
