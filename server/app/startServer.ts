import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { documentRoutes } from '#server/collab/documentRoutes.ts'
import { clientAddress } from '#server/platform/clientAddress.ts'
import { systemClock } from '#server/platform/clock.ts'
import { allowedOrigins, type Config, isHttps } from '#server/platform/config.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { readOrMakeKeyFile } from '#server/platform/keyFile.ts'
import type { Log } from '#server/platform/log.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { codeLine, composeHalves, type Halves } from './halves.ts'
import { httpApp } from './httpApp.ts'
import { operationRoutes } from './operationRoutes.ts'
import { orderlyShutdown } from './shutdown.ts'
import type { StartOptions } from './startOptions.ts'
import { type OpenStore, openStore } from './store.ts'

export interface RunningServer {
  /** Where a browser on this machine finds it. */
  readonly address: string
  /** What a person at the terminal should read before the address. */
  readonly lines: readonly string[]
  /** Ends in order: no new requests, sockets told to come back, rooms written, store closed. */
  stop(): Promise<void>
}

const CLIENT_DIR = fileURLToPath(new URL('../../client/dist', import.meta.url))

async function httpServer({ tls }: Config): Promise<Server> {
  if (tls === null) return createServer()
  return createTlsServer({
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
  const halves = composeHalves(config, { ...options, masterKey, store })
  const { council, live, sessions, revocation, feed } = halves
  const assertReady = async () => {
    await store.connection.db?.admin().ping()
  }
  const routes = [
    ...council.routes(sessions),
    ...documentRoutes({ live, access: council.access, audit: council.audit, signIns: sessions, clock: systemClock }),
    ...operationRoutes({ assertReady, metricsToken: config.metricsToken, figures: () => figuresOf(halves) }),
  ]
  const { trustProxy } = config
  const parts = {
    routes,
    sessions,
    trustProxy,
    log,
    loadActor: council.loadActor(sessions),
    ids: randomIdSource(systemClock),
  }
  const others = httpApp({ ...parts, allowedOrigins: origins, isHttps: isHttps(config), clientDir: CLIENT_DIR })
  live.serve(server, { origins, others, addressOf: (request) => clientAddress(request, trustProxy) })
  await prepareCollections(store.connection)
  await revocation.start()
  feed.start()
  if (withDemo && (await council.needsSetUp())) await council.seedDemo()
  port = await listen(server, config)
  log.info('server.started', { port, pid: process.pid })
  return {
    address: config.publicOrigin ?? `${config.tls === null ? 'http' : 'https'}://localhost:${port}`,
    lines: await linesFor(halves),
    stop: shutdownOf({ ...halves, server, store, log }),
  }
}

async function linesFor({ council, setUpCode }: Halves): Promise<readonly string[]> {
  if (!(await council.needsSetUp())) {
    setUpCode.spend()
    return []
  }
  return [codeLine(setUpCode.current())]
}

/** What `/metrics` says of this node. */
const figuresOf = ({ live, revocation, feed }: Halves) => ({
  ...live.figures(),
  epochLagMs: revocation.lagMs(),
  changeFeedLosses: feed.lossCount(),
})

interface Stoppable extends Pick<Halves, 'live' | 'revocation' | 'feed'> {
  readonly server: Server
  readonly store: OpenStore
  readonly log: Log
}

/** Unit: milliseconds. Together under the five seconds in which a stop has to be over. */
const STOP_LIMITS = { listening: 500, documents: 2_500, store: 1_500 }

function shutdownOf({ server, live, revocation, feed, store, log }: Stoppable): () => Promise<void> {
  const stopListening = async () => {
    server.close()
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
      { name: 'otherNodes', withinMs: STOP_LIMITS.listening, run: stopHearing },
      { name: 'store', withinMs: STOP_LIMITS.store, run: () => store.close() },
    ],
    log,
    systemClock,
  )
}
