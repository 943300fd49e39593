import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { DocumentAccess } from '#server/access/documentAccess.ts'
import type { Revocation } from '#server/access/revocation.ts'
import type { SessionReader } from '#server/access/signedIn.ts'
import type { SignIns } from '#server/access/signInActivity.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import type { DocumentId, IdSource } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { BodyRows } from '#shared/document/bodyRows.ts'
import type { DocumentFace } from '#shared/document/extract.ts'
import { Attendance } from './attendance.ts'
import { checkUpdate } from './check/checkUpdate.ts'
import { AppendTimes, type CollabFigures } from './collabFigures.ts'
import type { CollabStore } from './collabStore.mongo.ts'
import { ConnectionLimits, SOCKET_LIMITS, type SocketLimits } from './connectionLimits.ts'
import { createDocument } from './createDocument.ts'
import { DivergenceWatch } from './divergence/divergenceWatch.ts'
import { Extracts } from './extracts.ts'
import type { GatePorts } from './gate.ts'
import { eraseDocument, forgetKeys } from './generations/eraseDocument.ts'
import { HttpSessions } from './http/httpSessions.ts'
import { type ParcelPorts, serveParcels } from './http/serveParcels.ts'
import { NoteRows } from './noteRows.ts'
import { followOthers, type SharedStore } from './otherNodes.ts'
import { Projections } from './projections.ts'
import { Rejudging } from './rejudging.ts'
import { Rooms } from './rooms.ts'
import { SESSION_LIMITS, type SessionLimits } from './sessionLimits.ts'
import { SignInWatch } from './signInWatch.ts'
import { serveSockets } from './socket.ts'
import { StayLog } from './stayLog.ts'
import { ReadingTracker } from './versions/readingTracker.ts'
import { VersionKeeper } from './versions/versionKeeper.ts'
import { WaitingTotal } from './waitingFrames.ts'

export interface LiveDocumentsPorts {
  readonly store: CollabStore
  readonly access: DocumentAccess
  readonly sessions: SessionReader & SignIns
  readonly revocation: Pick<Revocation, 'epoch' | 'onRaised' | 'onSessionEnded'>
  readonly clock: Clock
  readonly timers: Timers
  readonly ids: IdSource
  readonly newBlockId: () => string
  readonly audit: Pick<AuditTrail, 'append'>
  readonly log: Log
  /** Names this process among those that serve the same documents. */
  readonly holder: string
  /** Given when other nodes may serve from the same store. */
  readonly shared?: SharedStore
  /** A document has changed; never waited for. */
  readonly onChanged?: (documentId: DocumentId) => void
  readonly limits?: SessionLimits
  readonly socketLimits?: SocketLimits
  readonly check?: typeof checkUpdate
  /** Unit: milliseconds of one append. */
  readonly onAppended?: (tookMs: number) => void
  /** Unit: milliseconds without a change after which replicas are compared. */
  readonly compareAfterMs?: number
  /** How long a room with nobody in it stays in memory. */
  readonly idleMs?: number
  /** How long a document may take to be read. */
  readonly openWithinMs?: number
}

const IDLE_MS = 10_000
/** Under the ten seconds that a socket waits to be let in, so that whoever waits hears of it. */
const OPEN_WITHIN_MS = 8_000
const COMPARE_AFTER_MS = 10_000

export interface ServedOn {
  readonly origins: () => readonly string[]
  readonly addressOf: (request: IncomingMessage) => string
  /** True for upgrades that somebody else answers; every other one is answered here, if only by 404. */
  readonly isOthers?: (path: string) => boolean
  /** Answers every request that is not for a document. */
  readonly others?: RequestListener
}

/** Everything the rest of the server knows of live documents. */
export interface LiveDocuments {
  readonly rooms: Rooms
  readonly extracts: Extracts
  readonly documents: CollabStore['documents']
  readonly store: CollabStore
  readonly keeper: VersionKeeper
  readonly readings: ReadingTracker
  /** The decisions and action items that stand in each note now, in the order asked for. */
  rowsOf<Asked extends DocumentFace>(asked: readonly Asked[]): AsyncIterable<readonly [Asked, BodyRows]>
  /** Makes a document with its headings in place. */
  createDocument: ReturnType<typeof createDocument>
  /** Erases a document for good. */
  eraseDocument: ReturnType<typeof eraseDocument>
  /** Destroys the keys of a case whose documents are erased. */
  forgetKeys: ReturnType<typeof forgetKeys>
  /** Keeps a version of a document as it is at the end of its conference. Never throws. */
  keepAtEnd(documentId: DocumentId): Promise<void>
  /** Answers documents on an HTTP server: their sockets, and posts and polls where there are none. */
  serve(server: Server, on: ServedOn): void
  figures(): CollabFigures
  /** Ends every session with 1013, writes what waits, and leaves nothing in memory. */
  closeAll(): Promise<void>
}

/** Puts the parts of live documents together. */
export function openLiveDocuments(ports: LiveDocumentsPorts): LiveDocuments {
  const { clock, timers, log, revocation, store } = ports
  const limits = ports.limits ?? SESSION_LIMITS
  const appendTimes = new AppendTimes()
  const extracts = new Extracts(clock)
  const quietMs = ports.compareAfterMs ?? COMPARE_AFTER_MS
  const divergence = new DivergenceWatch({ ...ports, divergences: store.divergences, quietMs })
  const noteRows = new NoteRows(extracts, ports.shared?.heads ?? null)
  const { rooms, others, keeper, readings } = openRooms(ports, { appendTimes, divergence, noteRows })
  const attendance = attendanceOf(ports)
  const httpSessions = new HttpSessions({ clock, timers, ids: ports.ids, limits })
  const gatePorts: Omit<GatePorts, 'origins' | 'addressOf'> = {
    ...{
      access: ports.access,
      sessions: ports.sessions,
      audit: ports.audit,
      documents: store.documents,
      ids: ports.ids,
    },
    ...{ clock, timers, log, limits, rooms },
    epoch: () => revocation.epoch(),
    endings: countEndings(revocation, attendance),
    connections: new ConnectionLimits(ports.socketLimits ?? SOCKET_LIMITS, clock),
    ...comingsAndGoings({ attendance, keeper, readings }),
    onReplica: (room, session, state) => void divergence.report(room, session, state),
  }
  return {
    rooms,
    extracts,
    documents: store.documents,
    store,
    keeper,
    readings,
    rowsOf: (asked) => noteRows.rowsOf(rooms, asked),
    createDocument: createDocument({ ...store, clock, ids: ports.ids, newBlockId: ports.newBlockId }),
    eraseDocument: eraseDocument({ store, rooms, clock, log, forget: (documentId) => noteRows.forget(documentId) }),
    forgetKeys: forgetKeys({ store }),
    keepAtEnd: (documentId) =>
      rooms
        .read(documentId, (room) => keeper.keepAtEnd(room))
        .catch((cause: unknown) => log.error('version.notMade', cause, { documentId })),
    serve: (server, on) => serveOn(server, on, { ...gatePorts, httpSessions }),
    figures: () => figuresOf({ attendance, httpSessions, rooms, divergence, appendTimes }),
    async closeAll() {
      others.stop()
      await rooms.stop()
      httpSessions.stop()
    },
  }
}

interface RoomParts {
  readonly appendTimes: AppendTimes
  readonly divergence: DivergenceWatch
  readonly noteRows: NoteRows
}

/** The rooms, and what follows them: what is drawn from a document, its versions, who has read how far. */
function openRooms(ports: LiveDocumentsPorts, { appendTimes, divergence, noteRows }: RoomParts) {
  const { clock, timers, log, store } = ports
  const keeper = new VersionKeeper({ versions: store.versions, journal: store.journal, clock, timers, log })
  const readings = new ReadingTracker({ lastReadings: store.lastReadings, clock, log })
  const projections = new Projections({ projections: [keeper], timers, log })
  const rooms: Rooms = new Rooms({
    ...store,
    clock,
    timers,
    log,
    audit: ports.audit,
    holder: ports.holder,
    check: ports.check ?? checkUpdate,
    ids: ports.ids,
    newBlockId: ports.newBlockId,
    waitingTotal: new WaitingTotal(),
    idleMs: ports.idleMs ?? IDLE_MS,
    openWithinMs: ports.openWithinMs ?? OPEN_WITHIN_MS,
    projectLater: (room) => {
      noteRows.forget(room.document.row.documentId)
      projections.later(room)
      divergence.later(room)
      ports.onChanged?.(room.document.row.documentId)
    },
    beforeRemoval: (room) => keeper.keepBeforeRemoval(room),
    onAppended: (tookMs) => {
      appendTimes.add(tookMs)
      ports.onAppended?.(tookMs)
    },
    beforeCompacting: (row, sequence) => keeper.noteWriters(row, sequence),
    beforeRenewing: async (room) => {
      await projections.runNow(room)
      keeper.forget(room.document.row.documentId)
    },
    onOpened: (room) => {
      noteRows.forget(room.document.row.documentId)
      others.opened(room)
    },
    onMoved: (room) => others.moved(room),
    beforeClosing: async (room) => {
      await projections.runNow(room)
      divergence.forget(room)
      await keeper.ends(room)
    },
  })
  const others = followOthers(ports.shared, { ...ports, rooms })
  return { rooms, others, keeper, readings }
}

interface Followers {
  readonly attendance: Attendance
  readonly keeper: VersionKeeper
  readonly readings: ReadingTracker
}

/** Who follows those who come into a document and go. */
const comingsAndGoings = ({ attendance, keeper, readings }: Followers): Pick<GatePorts, 'onOpened' | 'onClosed'> => ({
  onOpened: (held, intake) => {
    attendance.add(held, intake)
    const { room } = held.room
    if (room.sessions.size === 1) keeper.begins(room)
    readings.arrives(held.session.facts.memberId, room)
  },
  onClosed: (held) => {
    attendance.remove(held)
    readings.leaves(held.session.facts.memberId, held.room.room)
  },
})

function attendanceOf({ access, audit, sessions, revocation, clock, timers, log }: LiveDocumentsPorts): Attendance {
  const rejudging = new Rejudging({ access, epoch: () => revocation.epoch(), log })
  const watch = new SignInWatch({ signIns: sessions, access, clock, log })
  return new Attendance(rejudging, { watch, stays: new StayLog({ audit, clock, log }) }, timers)
}

interface Counted {
  readonly attendance: Attendance
  readonly httpSessions: HttpSessions
  readonly rooms: Rooms
  readonly divergence: DivergenceWatch
  readonly appendTimes: AppendTimes
}

const figuresOf = ({ attendance, httpSessions, rooms, divergence, appendTimes }: Counted): CollabFigures => ({
  sockets: attendance.size,
  overHttp: httpSessions.size,
  rooms: rooms.size,
  divergences: divergence.count,
  bufferedBytes: attendance.bufferedBytes,
  appends: appendTimes.count,
  appendP50Ms: appendTimes.quantile(0.5),
  appendP99Ms: appendTimes.quantile(0.99),
})

function serveOn(
  server: Server,
  { others = notFound, ...on }: ServedOn,
  ports: Omit<ParcelPorts, keyof ServedOn>,
): void {
  serveSockets(server, { isOthers: () => false, ...ports, ...on })
  server.on('request', (request, response) => {
    if (isForDocument(request)) void serveParcels({ ...ports, ...on }, request, response)
    else others(request, response)
  })
}

const isForDocument = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/sync/')

const notFound: RequestListener = (_request, response) => void response.writeHead(404).end()

/** Acts on what ends rights, and counts it for those who are just coming in. */
function countEndings(revocation: LiveDocumentsPorts['revocation'], attendance: Attendance): () => number {
  let count = 0
  // Whoever raises may be in a transaction, which the models would find and which ends before the verdicts are in.
  const outside = AsyncLocalStorage.snapshot()
  revocation.onRaised(() => {
    count++
    outside(() => attendance.judgeAll())
  })
  revocation.onSessionEnded((sessionId) => {
    count++
    attendance.signOut(sessionId)
  })
  return () => count
}
