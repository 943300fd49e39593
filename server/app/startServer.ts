import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { REAL_COST } from '#server/access/passwords.ts'
import { localRevocation } from '#server/access/revocation.ts'
import { storedSessions } from '#server/access/sessions.ts'
import { mongoCollabStore, type StoredCollab } from '#server/collab/collabStore.mongo.ts'
import { SOCKET_LIMITS, type SocketLimits } from '#server/collab/connectionLimits.ts'
import { documentRoutes } from '#server/collab/documentRoutes.ts'
import { finishDisposals } from '#server/collab/generations/destroyTrail.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import { trailRoutes } from '#server/collab/generations/trailRoutes.ts'
import type { Journal } from '#server/collab/journal.ts'
import { type LiveDocuments, openLiveDocuments } from '#server/collab/liveDocuments.ts'
import { SESSION_LIMITS, type SessionLimits } from '#server/collab/sessionLimits.ts'
import { versionRoutes } from '#server/collab/versions/versionRoutes.ts'
import { WriteAheadJournal } from '#server/collab/write-ahead/writeAheadJournal.ts'
import type { SetUpCode } from '#server/features/council/setUpCouncil.ts'
import { systemClock } from '#server/platform/clock.ts'
import { allowedOrigins, type Config, isHttps } from '#server/platform/config.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { readOrMakeKeyFile } from '#server/platform/keyFile.ts'
import type { Log } from '#server/platform/log.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { AppError } from '#shared/core/appError.ts'
import { appendLatencies } from './appendLatencies.ts'
import { type CouncilHalf, composeCouncil, type DocumentParts } from './compose.ts'
import { httpApp } from './httpApp.ts'
import { operationRoutes } from './operationRoutes.ts'
import { orderlyShutdown } from './shutdown.ts'
import { type OpenStore, openStore } from './store.ts'

export interface StartOptions {
  readonly log: Log
  /** Fill an empty installation with the demo council. */
  readonly withDemo: boolean
  /** The data was put back from a backup: every document begins a generation that never was before. */
  readonly isRestored?: boolean
  /** True when the data folder goes with the server. */
  readonly isThrowAway: boolean
  /** Shows a line to whoever stands at the terminal, at any time. */
  readonly say: (line: string) => void
  /** What one person, address or session may use; the product's own limits without it. */
  readonly socketLimits?: SocketLimits
  readonly sessionLimits?: SessionLimits
  /** The store is gone for good; the process should end, so that whoever watches over it starts it afresh. */
  readonly onStoreLost: () => void
}

export interface RunningServer {
  /** Where a browser on this machine finds it. */
  readonly address: string
  /** What a person at the terminal should read before the address. */
  readonly lines: readonly string[]
  /** Ends in order: no new requests, sockets told to come back, rooms written, store closed. */
  stop(): Promise<void>
}

const CLIENT_DIR = fileURLToPath(new URL('../../client/dist', import.meta.url))

const newCode = () => randomBytes(5).toString('hex').toUpperCase()

const codeLine = (code: string | null) => `協議会を新しく始めるときの一度きりの番号（set-up code）: ${code ?? ''}`

function newSetUpCode(say: (line: string) => void): SetUpCode {
  let code: string | null = newCode()
  return {
    current: () => code,
    renew() {
      code = newCode()
      say(codeLine(code))
    },
    spend: () => {
      code = null
    },
  }
}

/** Unit: milliseconds. Whoever says nothing, or says its headers byte by byte, is gone before it costs anything. */
const HTTP_LIMITS = { headersTimeout: 6_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 } as const

async function httpServer({ tls }: Config): Promise<Server> {
  if (tls === null) return createServer(HTTP_LIMITS)
  return createTlsServer({
    ...HTTP_LIMITS,
    cert: await readFile(tls.certFile),
    key: await readFile(tls.keyFile),
    minVersion: 'TLSv1.2',
  })
}

function listen(server: Server, { port, host }: Config): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  return promise
}

const documentRoutePorts = ({ council, live, sessions }: Awaited<ReturnType<typeof composeHalves>>) => ({
  ...{ live, access: council.access, audit: council.audit, wordsOf: council.wordsOf, signIns: sessions },
  ...{ clock: systemClock, ids: randomIdSource(systemClock) },
})

/** The two halves know each other through these: the live documents judge by the council, the council makes notes. */
function meeting(live: () => LiveDocuments): DocumentParts {
  return {
    notes: {
      createNote: (caseId, sections) =>
        live().createDocument({ kind: 'conferenceNote', caseId, title: null, sections }),
      keepAtEnd: (documentId) => live().keepAtEnd(documentId),
    },
    kindOf: async (documentId) => (await live().documents.find(documentId))?.kind ?? null,
    closeAll: () => live().closeAll(),
  }
}

interface Halves {
  readonly council: CouncilHalf
  readonly live: LiveDocuments
  readonly setUpCode: SetUpCode
}

/**
 * Starts the whole server and resolves when it answers.
 *
 * Throws: the named errors of the store and the key file, and the system's when it cannot listen.
 */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  const { log, withDemo, onStoreLost } = options
  const masterKey = await readOrMakeKeyFile(config.keyFile)
  const store = await openStore(config, log, onStoreLost)
  const server = await httpServer(config)
  let port = config.port
  const origins = () => allowedOrigins(config, port)
  const halves = await composeHalves(config, { options, masterKey, store })
  const { council, live, sessions, appends } = halves
  const figures = () => ({ ...live.figures(), journalAhead: halves.journal.aheadCount })
  const assertReady = async () => {
    await store.connection.db?.admin().ping()
  }
  const documentPorts = documentRoutePorts(halves)
  const routes = [
    ...council.routes(sessions),
    ...documentRoutes(documentPorts),
    ...versionRoutes(documentPorts),
    ...trailRoutes(documentPorts),
    ...operationRoutes({ assertReady, metricsToken: config.metricsToken, figures, metrics: [appends.metric] }),
  ]
  const { trustProxy } = config
  const parts = {
    routes,
    sessions,
    trustProxy,
    log,
    loadActor: council.loadActor(sessions),
    audit: council.audit,
    ids: randomIdSource(systemClock),
  }
  const others = httpApp({ ...parts, allowedOrigins: origins, isHttps: isHttps(config), clientDir: CLIENT_DIR })
  live.serve(server, { origins, others, addressOf: (request) => request.socket.remoteAddress ?? '' })
  await prepareCollections(store.connection)
  await prepareDocuments(live, options)
  if (withDemo && (await council.needsSetUp())) await council.seedDemo()
  port = await listen(server, config)
  log.info('server.started', { port, pid: process.pid })
  return {
    address: config.publicOrigin ?? `${config.tls === null ? 'http' : 'https'}://localhost:${port}`,
    lines: await linesFor(halves),
    stop: shutdownOf({ server, live, journal: halves.journal, store, log }),
  }
}

/** Before anybody comes: what a stop has interrupted is finished, and what a backup brought back is told apart from what was. */
async function prepareDocuments(
  { store, rooms }: LiveDocuments,
  { log, isRestored = false }: StartOptions,
): Promise<void> {
  await finishDisposals({ store })
  if (!isRestored) return
  const count = await raiseAllGenerations({ store, rooms, clock: systemClock })
  log.info('generations.raised', { count })
}

async function composeHalves(
  config: Config,
  {
    options,
    masterKey,
    store,
  }: { readonly options: StartOptions; readonly masterKey: Uint8Array; readonly store: OpenStore },
) {
  const { connection } = store
  const { log, say, isThrowAway } = options
  const clock = systemClock
  const ids = randomIdSource(clock)
  const revocation = localRevocation()
  let live: LiveDocuments | null = null
  const documents = meeting(() => {
    if (live === null) throw new AppError('unavailable')
    return live
  })
  const setUpCode = newSetUpCode(say)
  const council = composeCouncil(
    { connection, clock, ids, revocation, passwordCost: REAL_COST, setUpCode, mode: config.mode, isThrowAway },
    documents,
  )
  const sessions = storedSessions({
    connection,
    clock,
    sessionKey: derivedKey(masterKey, 'session'),
    csrfKey: derivedKey(masterKey, 'csrf'),
    isHttps: isHttps(config),
    log,
  })
  const kept = mongoCollabStore({ connection, wrappingKey: derivedKey(masterKey, 'wrap'), ids })
  const appends = appendLatencies()
  const journal = await journalFor(config, kept, log)
  live = openLiveDocuments({
    store: { ...kept, journal },
    onAppended: appends.observe,
    ...{ access: council.access, audit: council.audit, sessions, revocation, clock, timers: systemTimers, ids, log },
    limits: options.sessionLimits ?? SESSION_LIMITS,
    socketLimits: options.socketLimits ?? SOCKET_LIMITS,
    newBlockId: () => randomBytes(9).toString('base64url'),
    holder: ids.next('connection'),
  })
  return { council, live, sessions, setUpCode, journal, appends }
}

/** On the embedded store this process is the only writer, and writes ahead; several servers of one MongoDB write there at once (ADR 0010). */
function journalFor({ mongodbUri, dataDir }: Config, kept: StoredCollab, log: Log): Promise<ClosableJournal> {
  if (mongodbUri !== null) return Promise.resolve({ ...kept.journal, aheadCount: 0, close: () => Promise.resolve() })
  const ports = { stored: kept.journal, keys: kept.keys, timers: systemTimers, log }
  return WriteAheadJournal.open(join(dataDir, 'journal'), ports)
}

async function linesFor({ council, setUpCode }: Halves): Promise<readonly string[]> {
  if (!(await council.needsSetUp())) {
    setUpCode.spend()
    return []
  }
  return [codeLine(setUpCode.current())]
}

type ClosableJournal = Journal & Pick<WriteAheadJournal, 'close' | 'aheadCount'>

interface Stoppable {
  readonly server: Server
  readonly live: LiveDocuments
  readonly journal: ClosableJournal
  readonly store: OpenStore
  readonly log: Log
}

/** Unit: milliseconds. Together under the five seconds in which a stop has to be over. */
const STOP_LIMITS = { listening: 400, documents: 2_400, journal: 700, store: 1_400 }

function shutdownOf({ server, live, journal, store, log }: Stoppable): () => Promise<void> {
  const stopListening = async () => {
    server.close()
    server.closeIdleConnections()
  }
  return orderlyShutdown(
    [
      { name: 'listening', withinMs: STOP_LIMITS.listening, run: stopListening },
      { name: 'documents', withinMs: STOP_LIMITS.documents, run: () => live.closeAll() },
      { name: 'journal', withinMs: STOP_LIMITS.journal, run: () => journal.close() },
      { name: 'store', withinMs: STOP_LIMITS.store, run: () => store.close() },
    ],
    log,
    systemClock,
  )
}
