import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { Connection } from 'mongoose'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Route } from '#server/access/declaredRoutes.ts'
import { type EndingStore, mongoEndingStore } from '#server/access/endings.mongo.ts'
import { ExportLimit } from '#server/access/exportLimit.ts'
import type { PasswordCost } from '#server/access/passwords.ts'
import type { Revocation } from '#server/access/revocation.ts'
import { type Sessions, storedSessions } from '#server/access/sessions.ts'
import { ASK_ALONE_EVERY_MS, StoredRevocation } from '#server/access/storedRevocation.ts'
import { ChangeNotices } from '#server/app/changeNotices.ts'
import { composeCouncil } from '#server/app/compose.ts'
import { httpApp } from '#server/app/httpApp.ts'
import { operationRoutes } from '#server/app/operationRoutes.ts'
import { mongoCollabStore } from '#server/collab/collabStore.mongo.ts'
import { documentRoutes } from '#server/collab/documentRoutes.ts'
import { trailsAskedFor } from '#server/collab/generations/destroyTrail.ts'
import { trailRoutes } from '#server/collab/generations/trailRoutes.ts'
import { type LiveDocuments, type LiveDocumentsPorts, openLiveDocuments } from '#server/collab/liveDocuments.ts'
import { versionRoutes } from '#server/collab/versions/versionRoutes.ts'
import type { SetUpCode } from '#server/features/council/setUpCouncil.ts'
import type { ErasureLedger } from '#server/features/disposal/disposalStore.ts'
import { noChangeFeed } from '#server/platform/changeFeed.ts'
import { systemClock } from '#server/platform/clock.ts'
import type { Mode } from '#server/platform/config.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { atomicallyOn, prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { memoryLedger } from './memoryLedger.ts'
import { startTestStore } from './testStore.ts'
import { Visitor } from './visitor.ts'

/** The least that argon2 takes: the tests are about who is let in, not about how dear a guess is. */
const CHEAP: PasswordCost = { memoryKib: 8, passes: 1 }

const KEY = Buffer.alloc(32, 7)

export const SET_UP_CODE = 'one-time-code'
/** What a new code is after the demo was emptied. */
export const RENEWED_CODE = 'another-one-time-code'
export const METRICS_TOKEN = 'a-token-of-the-operator'

export interface CouncilServer {
  readonly origin: string
  readonly connection: Connection
  readonly revocation: Revocation
  readonly sessions: Sessions
  readonly audit: AuditTrail
  readonly routes: readonly Route[]
  readonly seedDemo: () => Promise<void>
  /** Goes on with the erasure of cases, as the server does by itself. */
  readonly finishErasures: () => Promise<void>
  /** As a node does at its start. */
  replayErasures(): Promise<number>
  dateClosings(): Promise<void>
  /** A browser nobody is signed in at. */
  visitor(): Visitor
  /** A browser at which the demo's person with this letter is signed in. */
  as(letter: string): Promise<Visitor>
  close(): Promise<void>
}

function oneTimeCode(): SetUpCode {
  let code: string | null = SET_UP_CODE
  return {
    current: () => code,
    renew() {
      code = RENEWED_CODE
    },
    spend() {
      code = null
    },
  }
}

const ids = randomIdSource(systemClock)

/** Serves on a free port; the app learns its own origin when there is one. */
async function listen(makeApp: (ownOrigin: () => readonly string[]) => Express, live: LiveDocuments) {
  let origin = ''
  const server = createServer()
  live.serve(server, {
    origins: () => [origin],
    others: makeApp(() => [origin]),
    addressOf: (request) => request.socket.remoteAddress ?? '',
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Rights {
  readonly connection: Connection
  readonly revocation: StoredRevocation
  readonly epochs: EndingStore
}

/** Wraps or replaces parts of what the live documents are made with. */
export type AlterLive = (ports: LiveDocumentsPorts) => Partial<LiveDocumentsPorts>

interface Kind {
  readonly mode: Mode
  readonly ledger: ErasureLedger
  readonly alterLive: AlterLive
}

/** The council and the live documents know each other through these, as in the real server. */
function composeHalves({ connection, revocation, epochs }: Rights, { mode, ledger, alterLive }: Kind) {
  const clock = systemClock
  const keys = { sessionKey: KEY, csrfKey: KEY, browserKey: KEY }
  const sessions = storedSessions({ connection, clock, ...keys, isHttps: false, log: silentLog })
  let live: LiveDocuments | null = null
  const whole = () => {
    if (live === null) throw new Error('the live documents are not there yet')
    return live
  }
  const council = composeCouncil(
    {
      connection,
      clock,
      ids,
      endings: revocation,
      notices: new ChangeNotices(() => undefined),
      passwordCost: CHEAP,
      setUpCode: oneTimeCode(),
      mode,
      ledger,
      ...{ endingLedger: memoryLedger(), rightsLedger: memoryLedger(), epochs },
      log: silentLog,
    },
    {
      notes: {
        createNote: (caseId, sections) =>
          whole().createDocument({ kind: 'conferenceNote', caseId, title: null, sections }),
        keepAtEnd: (documentId) => whole().keepAtEnd(documentId),
        rowsOf: (asked) => whole().rowsOf(asked),
        trailsAskedFor: () => trailsAskedFor(whole().store),
      },
      erasable: {
        idsOf: (caseId) => whole().documents.listIdsOf(caseId),
        erase: (documentId, onHash) => whole().eraseDocument(documentId, onHash),
        forgetKeys: (caseId, documentIds) => whole().forgetKeys(caseId, documentIds),
      },
      kindOf: async (documentId) => (await whole().documents.find(documentId))?.kind ?? null,
      closeAll: () => whole().rooms.closeGone(),
    },
  )
  const ports: LiveDocumentsPorts = {
    store: mongoCollabStore({ connection, wrappingKey: KEY, ids }),
    ...{
      access: council.access,
      audit: council.audit,
      sessions,
      revocation,
      clock,
      timers: systemTimers,
      ids,
      log: silentLog,
    },
    newBlockId: () => ids.nextOpaque('document'),
    holder: ids.next('connection'),
  }
  live = openLiveDocuments({ ...ports, ...alterLive(ports) })
  return { council, live, sessions }
}

function allRoutes({ council, live, sessions }: ReturnType<typeof composeHalves>): readonly Route[] {
  const documentPorts = {
    ...{ live, access: council.access, audit: council.audit, wordsOf: council.wordsOf, signIns: sessions },
    ...{ clock: systemClock, ids },
  }
  return [
    ...council.routes(sessions),
    ...documentRoutes(documentPorts),
    ...versionRoutes(documentPorts),
    ...trailRoutes(documentPorts),
    ...operationRoutes({ assertReady: async () => undefined, metricsToken: METRICS_TOKEN, figures: () => ({}) }),
  ]
}

/** Every route of the server over real HTTP on a port of its own, on the real store. */
export async function startCouncilServer(
  mode: Mode = 'trial',
  ledger: ErasureLedger = memoryLedger(),
  alterLive: AlterLive = () => ({}),
): Promise<CouncilServer> {
  const store = await startTestStore()
  const { connection } = store
  const epochs = mongoEndingStore(connection, false)
  const revocation = new StoredRevocation({
    endings: epochs,
    atomically: atomicallyOn(connection),
    feed: noChangeFeed,
    ...{ clock: systemClock, timers: systemTimers, log: silentLog, askEveryMs: ASK_ALONE_EVERY_MS },
  })
  const halves = composeHalves({ connection, revocation, epochs }, { mode, ledger, alterLive })
  const { council, live, sessions } = halves
  await prepareCollections(connection)
  await revocation.start()
  const routes = allRoutes(halves)
  const { origin, stop } = await listen(
    (ownOrigin) =>
      httpApp({
        ...{
          routes,
          sessions,
          revocation,
          loadActor: council.loadActor(sessions),
          exports: new ExportLimit(systemTimers.elapsedMs),
          allowedOrigins: ownOrigin,
          isHttps: false,
        },
        audit: council.audit,
        ...{ trustProxy: 0, clientDir: '/nowhere', log: silentLog, ids },
      }),
    live,
  )

  return {
    ...{ origin, connection, revocation, sessions, routes, audit: council.audit, seedDemo: council.seedDemo },
    finishErasures: () => council.erasing.finishAll(),
    replayErasures: () => council.erasing.replay(),
    dateClosings: () => council.dateClosings(),
    visitor: () => new Visitor(origin),
    async as(letter) {
      const visitor = new Visitor(origin)
      await visitor.signInAsDemo(demoMemberId(letter))
      return visitor
    },
    async close() {
      await stop()
      await live.closeAll()
      revocation.stop()
      await store.close()
    },
  }
}
