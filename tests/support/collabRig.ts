import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Connection } from 'mongoose'
import type { AuditEntry } from '#server/access/auditTrail.ts'
import type { DocumentAccess, DocumentVerdict } from '#server/access/documentAccess.ts'
import { type LocalRevocation, localRevocation } from '#server/access/revocation.ts'
import type { SessionReader, SignedIn } from '#server/access/signedIn.ts'
import type { SignIns } from '#server/access/signInActivity.ts'
import { type CollabStore, mongoCollabStore } from '#server/collab/collabStore.mongo.ts'
import { type LiveDocuments, type LiveDocumentsPorts, openLiveDocuments } from '#server/collab/liveDocuments.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { type AccountId, type DocumentId, type MemberId, makeId } from '#shared/core/ids.ts'
import type { Door } from './participant.ts'
import { Participant } from './participant.ts'
import { startTestStore } from './testStore.ts'

/** The n-th member of a test: the same id each time. */
export const memberNumber = (number: number): MemberId => makeId('member', String(number).padStart(26, '0'))

/** Who may do what, as a test says; everybody edits until it says otherwise. */
class TestAccess implements DocumentAccess, SessionReader, SignIns {
  readonly verdicts = new Map<MemberId, DocumentVerdict>()
  readonly endedSessions = new Set<string>()
  /** Where it was asked who somebody is by those whose sign-in lives on with that. */
  readonly prolongedAt: string[] = []
  /** Called before each verdict; a test may hold it. */
  beforeVerdict: (memberId: MemberId) => Promise<void> = async () => undefined

  async judge(memberId: MemberId): Promise<DocumentVerdict> {
    const verdict = this.verdicts.get(memberId) ?? {
      right: 'edit',
      validUntil: null,
      member: { name: `${memberId.slice(-1)}さん`, organisationName: 'つなぎ市（架空）', role: 'staff' },
    }
    await this.beforeVerdict(memberId)
    return verdict
  }

  async isUnderWay() {
    return false
  }

  async inRoom() {
    return []
  }

  noteActivity(): void {}

  async goesOn() {
    return true
  }

  async belongsTo() {
    return []
  }

  async judgeTrail(): Promise<boolean> {
    return true
  }

  async mayBegin(): Promise<boolean> {
    return true
  }

  async readSignedIn(request: IncomingMessage, response?: ServerResponse) {
    if (response !== undefined) this.prolongedAt.push(request.url ?? '')
    const sessionId = /member=(mem_\w+)/.exec(request.headers.cookie ?? '')?.[1]
    if (sessionId === undefined || this.endedSessions.has(sessionId)) return null
    return { sessionId, memberId: sessionId as MemberId, accountId: sessionId as unknown as AccountId }
  }

  signedIdOf({ headers }: IncomingMessage): string | null {
    return /member=(mem_\w+)/.exec(headers.cookie ?? '')?.[1] ?? null
  }

  carriesToken({ headers }: IncomingMessage, { memberId }: SignedIn): boolean {
    return headers['x-csrf-token'] === `token of ${memberId}`
  }
}

/** The token of the n-th member's page. */
export const tokenOf = (member: number): string => `token of ${memberNumber(member)}`

export interface RigOptions {
  /** Wraps or replaces parts of the real store. */
  readonly alterStore?: (store: CollabStore) => CollabStore
  readonly ports?: Partial<LiveDocumentsPorts>
}

/** A server of live documents in this process, on a real store and real sockets. */
export interface CollabRig {
  readonly live: LiveDocuments
  readonly store: CollabStore
  readonly connection: Connection
  readonly access: TestAccess
  /** What went into the audit trail. */
  readonly audited: readonly AuditEntry[]
  readonly revocation: LocalRevocation
  readonly documentId: DocumentId
  readonly origin: string
  /** How the n-th member reaches the rig's document. */
  doorOf(member: number): Door
  /** The n-th member's stock client; it leaves when the rig stops. */
  join(member: number): Participant
  /** A second server of live documents over the same store, as after a start anew. */
  reopen(options?: RigOptions): Promise<CollabRig>
  stop(): Promise<void>
}

/** Starts it all with one conference note of two sections. */
export async function startCollab(options: RigOptions = {}): Promise<CollabRig> {
  const store = await startTestStore()
  const rig = await startCollabOn({ connection: store.connection, wrappingKey: randomBytes(32) }, options)
  return {
    ...rig,
    async stop() {
      await rig.stop()
      await store.close()
    },
  }
}

/** Starts it on a store that the test has opened, and that it closes. */
export const startCollabOn = (ground: Ground, options: RigOptions = {}): Promise<CollabRig> =>
  startOn(ground, options, null)

export interface Ground {
  readonly connection: Connection
  readonly wrappingKey: Uint8Array
}

async function startOn(ground: Ground, options: RigOptions, existing: DocumentId | null): Promise<CollabRig> {
  const ids = randomIdSource(systemClock)
  const store = mongoCollabStore({ ...ground, ids })
  await prepareCollections(ground.connection)
  const access = new TestAccess()
  const audited: AuditEntry[] = []
  const revocation = localRevocation()
  const live = openLiveDocuments({
    store: options.alterStore?.(store) ?? store,
    access,
    sessions: access,
    revocation,
    clock: systemClock,
    timers: systemTimers,
    ids,
    newBlockId: randomUUID,
    audit: { append: async (entry) => void audited.push(entry) },
    log: silentLog,
    holder: randomUUID(),
    ...options.ports,
  })
  const documentId = existing ?? (await createNote(live))
  const server = createServer()
  const origin = 'http://council.example'
  live.serve(server, { origins: () => [origin], addressOf: (request) => request.socket.remoteAddress ?? '' })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const participants: Participant[] = []
  const doorOf = (member: number): Door => ({
    address: `ws://127.0.0.1:${port}`,
    documentId,
    origin,
    cookie: `member=${memberNumber(member)}`,
  })
  return {
    ...{ live, store, connection: ground.connection, access, audited, revocation, documentId, origin, doorOf },
    join(member) {
      const participant = new Participant(doorOf(member))
      participants.push(participant)
      return participant
    },
    // The same database by models of its own, as a process of its own would have them.
    reopen: (again = {}) =>
      startOn({ ...ground, connection: ground.connection.useDb(ground.connection.name) }, again, documentId),
    async stop() {
      for (const participant of participants) participant.leave()
      await live.closeAll()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const createNote = (live: LiveDocuments): Promise<DocumentId> =>
  live.createDocument({
    kind: 'conferenceNote',
    caseId: makeId('case', '0'.repeat(26)),
    title: null,
    sections: [
      { sectionKey: 'progress', title: '経過' },
      { sectionKey: 'discussion', title: '協議' },
    ],
  })
