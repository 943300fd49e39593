import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import { watchEndedSignIns } from '#server/access/endedSignIns.ts'
import { ExportLimit } from '#server/access/exportLimit.ts'
import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { ConnectionLimits, SOCKET_LIMITS } from '#server/collab/connectionLimits.ts'
import { isWrittenWith, isWrittenWithAny } from '#server/collab/dataKeys.mongo.ts'
import { documentRoutes } from '#server/collab/documentRoutes.ts'
import { trailRoutes } from '#server/collab/generations/trailRoutes.ts'
import type { ServedOn } from '#server/collab/liveDocuments.ts'
import { versionRoutes } from '#server/collab/versions/versionRoutes.ts'
import { isLeftBeside, LeftBesideError } from '#server/collab/write-ahead/leftBeside.ts'
import { type HintPorts, type Hints, serveHints } from '#server/hints/hints.ts'
import { clientAddress } from '#server/platform/clientAddress.ts'
import { systemClock } from '#server/platform/clock.ts'
import { allowedOrigins, type Config, isHttps } from '#server/platform/config.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'
import { giveMemoryBack, processMemory } from '#server/platform/giveMemoryBack.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { KeyFileError, nextKeyFileOf, readOrMakeKeyFile } from '#server/platform/keyFile.ts'
import type { Log } from '#server/platform/log.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers, type Timer } from '#server/platform/timers.ts'
import { HINTS_PATH } from '#shared/protocol/hints.ts'
import { codeLine, composeHalves, type Halves } from './halves.ts'
import { httpApp } from './httpApp.ts'
import { httpServer } from './httpServer.ts'
import { isStoreThere, NothingPutBackError } from './nothingPutBack.ts'
import { type Figures, operationRoutes } from './operationRoutes.ts'
import { goOnKeeping, prepareKept } from './prepareKept.ts'
import { orderlyShutdown } from './shutdown.ts'
import type { StartOptions } from './startOptions.ts'
import { type OpenStore, openStore } from './store.ts'

export interface RunningServer {
  /** True when this start has filled an empty installation with the demo. */
  readonly isSeeded: boolean
  /** Where a browser on this machine finds it. */
  readonly address: string
  /** What a person at the terminal should read before the address. */
  readonly lines: readonly string[]
  /** Ends in order: no new requests, sockets told to come back, rooms written, store closed. */
  stop(): Promise<void>
}

const CLIENT_DIR = fileURLToPath(new URL('../../client/dist', import.meta.url))

function listen(server: Server, { port, host }: Config): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  return promise
}

const documentRoutePorts = ({ council, live, sessions }: Halves) => ({
  ...{ live, access: council.access, audit: council.audit, wordsOf: council.wordsOf, signIns: sessions },
  ...{ clock: systemClock, ids: randomIdSource(systemClock) },
})

/**
 * Starts the whole server and resolves when it answers.
 *
 * Throws: the named errors of the store and the key file, `LeftBesideError` and `NothingPutBackError` before anything is touched,
 * `LedgerError` before anybody comes, and the system's when it cannot listen.
 */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  const { log, demo, onStoreLost } = options
  const isBeside = config.mongodbUri === null && isLeftBeside(config)
  if (options.isRestored && isBeside) throw new LeftBesideError()
  if (options.isRestored && config.mongodbUri === null && !isStoreThere(config.dataDir)) throw new NothingPutBackError()
  const store = await openStore(config, log, onStoreLost)
  const isRestored = options.isRestored || (await isPutBack(store, isBeside))
  const masterKey = await masterKeyOf(config, store)
  const server = await httpServer(config)
  let port = config.port
  const origins = () => allowedOrigins(config, port)
  let hints: Hints | null = null
  const halves = await composeHalves(config, { ...options, masterKey, store, onChanged: (id) => hints?.changed(id) })
  const { council, live, revocation, feed, trail } = halves
  const figures = () => figuresOf(halves, hints)
  const on: ServedOn = { origins, addressOf: (request) => clientAddress(request, config.trustProxy) }
  const others = appOf(config, halves, { store, origins, log, figures })
  live.serve(server, { ...on, others, isOthers: (path) => path.startsWith(HINTS_PATH) })
  const parts = { ...halves, ...council, ...on, ...hintLimits() }
  hints = serveHints(server, { ...parts, clock: systemClock, timers: systemTimers, log })
  await prepareCollections(store.connection)
  await assertKeyFits(config, store, masterKey)
  const restoredLines = await prepareKept(store, live, { ...council, ...config, log, isRestored })
  await revocation.start()
  await trail.start(isRestored)
  feed.start()
  const isSeeded = demo !== null && (await council.needsSetUp())
  if (isSeeded) await council.seedDemo(demo)
  port = await listen(server, config)
  log.info('server.started', { port, pid: process.pid })
  return {
    address: config.publicOrigin ?? `${config.tls === null ? 'http' : 'https'}://localhost:${port}`,
    lines: [...restoredLines, ...(await linesFor(halves))],
    isSeeded,
    stop: shutdownOf({
      ...halves,
      server,
      hints,
      store,
      log,
      timers: [keepMemoryLow(log), watchSignIns(halves, store, log), goOnKeeping(council, systemTimers)],
    }),
  }
}

/**
 * Whoever puts a backup back in haste may forget to say so, and pages of before would then write into what they do not share.
 *
 * Throws: `LeftBesideError`, before what lies beside is brought over into it.
 */
async function isPutBack(store: OpenStore, isBeside: boolean): Promise<boolean> {
  const isCopy = await store.isCopy()
  if (!(isCopy && isBeside)) return isCopy
  await store.close()
  throw new LeftBesideError()
}

/** Another key made where the first is missing would read nothing, and seal what is written from now on for itself alone. */
async function masterKeyOf({ keyFile }: Config, store: OpenStore): Promise<Uint8Array> {
  try {
    return await readOrMakeKeyFile(keyFile, async () => !(await isWrittenWithAny(store.connection)))
  } catch (cause) {
    await store.close()
    throw cause
  }
}

/** Whether a change of the key got as far as to wrap all by the new one, and no further. */
async function isWrittenWithNext(keyFile: string, { connection }: OpenStore): Promise<boolean> {
  const path = nextKeyFileOf(keyFile)
  if (!existsSync(path)) return false
  const next = await readOrMakeKeyFile(path, async () => false)
  return (await isWrittenWith(connection, derivedKey(next, 'wrap'))) === true
}

/** Throws: `KeyFileError` when the key is not the one that what is kept was written with. */
async function assertKeyFits({ keyFile }: Config, store: OpenStore, masterKey: Uint8Array): Promise<void> {
  if ((await isWrittenWith(store.connection, derivedKey(masterKey, 'wrap'))) !== false) return
  // What is no key has wrapped nothing.
  const isCutOff = await isWrittenWithNext(keyFile, store).catch(() => false)
  await store.close()
  if (isCutOff) {
    throw new KeyFileError(
      '鍵の取り替えが途中で終わっています。npm run new-key をもう一度してください。/ the change of the key was cut off: run npm run new-key again',
    )
  }
  throw new KeyFileError(
    '鍵 KEY_FILE が、データを書いた鍵と違います。控えた鍵を戻してください。/ KEY_FILE is not the key that what is kept was written with: put its copy back',
  )
}

const watchSignIns = ({ council: { audit } }: Halves, { connection }: OpenStore, log: Log): Timer =>
  watchEndedSignIns({
    connection,
    collection: SESSIONS_COLLECTION,
    audit,
    clock: systemClock,
    timers: systemTimers,
    log,
  })

/** Null where Node was started without what it takes. */
function keepMemoryLow(log: Log): Timer | null {
  const memory = processMemory()
  return memory && giveMemoryBack({ memory, clock: systemClock, timers: systemTimers, log })
}

async function linesFor({ council, setUpCode }: Halves): Promise<readonly string[]> {
  if (!(await council.needsSetUp())) {
    setUpCode.spend()
    return []
  }
  return [codeLine(setUpCode.current())]
}

interface Served {
  readonly store: OpenStore
  readonly origins: () => readonly string[]
  readonly log: Log
  readonly figures: Figures
}

function appOf(config: Config, halves: Halves, { store, origins, log, figures }: Served): Express {
  const { council, sessions, revocation, appends } = halves
  const documentPorts = documentRoutePorts(halves)
  const assertReady = async () => {
    await store.connection.db?.admin().ping()
  }
  return httpApp({
    routes: [
      ...council.routes(sessions),
      ...documentRoutes(documentPorts),
      ...versionRoutes(documentPorts),
      ...trailRoutes(documentPorts),
      ...operationRoutes({ assertReady, metricsToken: config.metricsToken, figures, metrics: [appends.metric] }),
    ],
    ...{ sessions, revocation, log, audit: council.audit, allowedOrigins: origins, clientDir: CLIENT_DIR },
    ...{ trustProxy: config.trustProxy, isHttps: isHttps(config) },
    loadActor: council.loadActor(sessions),
    exports: new ExportLimit(systemTimers.elapsedMs),
    ids: randomIdSource(systemClock),
  })
}

/** Hint sockets are counted apart from document sockets, by the same measure. */
function hintLimits(): Pick<HintPorts, 'takeAddress' | 'takeMember'> {
  const limits = new ConnectionLimits(SOCKET_LIMITS, systemClock)
  return {
    takeAddress: (address, signedId) => limits.takeAddress(address, signedId),
    takeMember: (member) => limits.takeMember(member),
  }
}

/** What `/metrics` says of this node. */
const figuresOf = ({ live, journal, revocation, feed, trail }: Halves, hints: Hints | null) => ({
  ...live.figures(),
  journalAhead: journal.aheadCount,
  hintSockets: hints?.size() ?? 0,
  epochLagMs: revocation.lagMs(),
  changeFeedLosses: feed.lossCount(),
  ...trail.figures(),
})

interface Stoppable extends Pick<Halves, 'live' | 'journal' | 'revocation' | 'feed' | 'trail'> {
  readonly server: Server
  readonly hints: Hints
  readonly store: OpenStore
  readonly log: Log
  readonly timers: readonly (Timer | null)[]
}

/** Unit: milliseconds. Together under the five seconds in which a stop has to be over. */
const STOP_LIMITS = { listening: 400, documents: 2_200, journal: 700, trail: 200, otherNodes: 50, store: 1_350 }

function shutdownOf({
  server,
  hints,
  live,
  journal,
  revocation,
  feed,
  trail,
  store,
  log,
  timers,
}: Stoppable): () => Promise<void> {
  const stopListening = async () => {
    server.close()
    hints.close()
    for (const timer of timers) timer?.stop()
    server.closeIdleConnections()
  }
  const stopHearing = async () => {
    revocation.stop()
    feed.stop()
  }
  return orderlyShutdown(
    [
      { name: 'listening', withinMs: STOP_LIMITS.listening, run: stopListening },
      { name: 'documents', withinMs: STOP_LIMITS.documents, run: () => live.closeAll() },
      { name: 'journal', withinMs: STOP_LIMITS.journal, run: () => journal.close() },
      { name: 'trail', withinMs: STOP_LIMITS.trail, run: () => trail.stop() },
      { name: 'otherNodes', withinMs: STOP_LIMITS.otherNodes, run: stopHearing },
      { name: 'store', withinMs: STOP_LIMITS.store, run: () => store.close() },
    ],
    log,
    systemClock,
  )
}
