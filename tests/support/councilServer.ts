import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { Connection } from 'mongoose'
import type { Route } from '#server/access/declaredRoutes.ts'
import type { PasswordCost } from '#server/access/passwords.ts'
import { localRevocation, type Revocation } from '#server/access/revocation.ts'
import { type Sessions, storedSessions } from '#server/access/sessions.ts'
import { composeCouncil } from '#server/app/compose.ts'
import { httpApp } from '#server/app/httpApp.ts'
import type { SetUpCode } from '#server/features/council/setUpCouncil.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { connectMongo, prepareCollections } from '#server/platform/mongo.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { startTestStore } from './testStore.ts'
import { Visitor } from './visitor.ts'

/** The least that argon2 takes: the tests are about who is let in, not about how dear a guess is. */
const CHEAP: PasswordCost = { memoryKib: 8, passes: 1 }

const KEY = Buffer.alloc(32, 7)

export const SET_UP_CODE = 'one-time-code'

export interface CouncilServer {
  readonly origin: string
  readonly connection: Connection
  readonly revocation: Revocation
  readonly sessions: Sessions
  readonly routes: readonly Route[]
  readonly seedDemo: () => Promise<void>
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
    spend() {
      code = null
    },
  }
}

const ids = randomIdSource(systemClock)

/** Serves on a free port; the app learns its own origin when there is one. */
async function listen(makeApp: (ownOrigin: () => readonly string[]) => Express) {
  let origin = ''
  const server = createServer(makeApp(() => [origin]))
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

/** The council half over real HTTP on a port of its own, with the real store; of live documents only their ids. */
export async function startCouncilServer(mode: 'trial' | 'production' = 'trial'): Promise<CouncilServer> {
  const store = await startTestStore()
  const connection = await connectMongo(store.uri)
  const revocation = localRevocation()
  const sessions = storedSessions({ connection, clock: systemClock, sessionKey: KEY, csrfKey: KEY, isHttps: false })
  const half = composeCouncil(
    {
      connection,
      clock: systemClock,
      ids,
      revocation,
      passwordCost: CHEAP,
      setUpCode: oneTimeCode(),
      mode,
    },
    { notes: { createNote: async () => ids.nextOpaque('document') }, kindOf: async () => null },
  )
  await connection.dropDatabase()
  await prepareCollections(connection)

  const routes = half.routes(sessions)
  const { origin, stop } = await listen((ownOrigin) =>
    httpApp({
      routes,
      sessions,
      loadActor: half.loadActor(sessions),
      allowedOrigins: ownOrigin,
      isHttps: false,
      trustProxy: 0,
      clientDir: '/nowhere',
      log: silentLog,
      ids,
    }),
  )
  return {
    origin,
    connection,
    revocation,
    sessions,
    routes,
    seedDemo: half.seedDemo,
    visitor: () => new Visitor(origin),
    async as(letter) {
      const visitor = new Visitor(origin)
      await visitor.signInAsDemo(demoMemberId(letter))
      return visitor
    },
    async close() {
      await stop()
      await connection.close()
      await store.close()
    },
  }
}
