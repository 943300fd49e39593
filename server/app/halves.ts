import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { mongoEndingStore } from '#server/access/endings.mongo.ts'
import { REAL_COST } from '#server/access/passwords.ts'
import { type Sessions, storedSessions } from '#server/access/sessions.ts'
import { ASK_ALONE_EVERY_MS, ASK_EVERY_MS, StoredRevocation } from '#server/access/storedRevocation.ts'
import { mongoCollabStore, type StoredCollab } from '#server/collab/collabStore.mongo.ts'
import { SOCKET_LIMITS } from '#server/collab/connectionLimits.ts'
import { trailsAskedFor } from '#server/collab/generations/destroyTrail.ts'
import type { Journal } from '#server/collab/journal.ts'
import { mongoJournalHeads } from '#server/collab/journalHeads.mongo.ts'
import { type LiveDocuments, openLiveDocuments } from '#server/collab/liveDocuments.ts'
import type { SharedStore } from '#server/collab/otherNodes.ts'
import { mongoPresenceRows } from '#server/collab/presenceRows.mongo.ts'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { aheadFolderOf } from '#server/collab/write-ahead/leftBeside.ts'
import { WriteAheadJournal } from '#server/collab/write-ahead/writeAheadJournal.ts'
import { type TrailSeal, trailSeal } from '#server/features/audit/seal/trailSeal.ts'
import type { SetUpCode } from '#server/features/council/setUpCouncil.ts'
import { type ChangeFeed, mongoChangeFeed, noChangeFeed } from '#server/platform/changeFeed.ts'
import { systemClock } from '#server/platform/clock.ts'
import { type Config, isHttps } from '#server/platform/config.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import type { Log } from '#server/platform/log.ts'
import { atomicallyOn } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource } from '#shared/core/ids.ts'
import { type HintId, isHintId } from '#shared/protocol/hints.ts'
import { appendLatencies } from './appendLatencies.ts'
import { ChangeNotices, changedIds } from './changeNotices.ts'
import { type CouncilHalf, composeCouncil, type DocumentParts } from './compose.ts'
import { endingLedger, endingPathOf } from './endingLedger.ts'
import { erasureLedger, ledgerPathOf } from './erasureLedger.ts'
import { rightsLedger, rightsPathOf } from './rightsLedger.ts'
import type { StartOptions } from './startOptions.ts'
import type { OpenStore } from './store.ts'

export type ClosableJournal = Journal & Pick<WriteAheadJournal, 'close' | 'aheadCount'>

/** The two halves of the server, and what both hear of other nodes through. */
export interface Halves {
  readonly council: CouncilHalf
  readonly live: LiveDocuments
  readonly journal: ClosableJournal
  readonly sessions: Sessions
  readonly setUpCode: SetUpCode
  readonly feed: ChangeFeed
  readonly revocation: StoredRevocation
  readonly appends: ReturnType<typeof appendLatencies>
  readonly trail: TrailSeal
}

export interface HalvesParts
  extends Pick<StartOptions, 'log' | 'say' | 'isThrowAway' | 'socketLimits' | 'sessionLimits'> {
  readonly masterKey: Uint8Array
  readonly store: OpenStore
  /** Something has changed, here or at another node. */
  readonly onChanged: (id: HintId) => void
}

const newCode = () => randomBytes(5).toString('hex').toUpperCase()

export const codeLine = (code: string | null) =>
  `協議会を新しく始めるときの一度きりの番号（set-up code）: ${code ?? ''}`

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

/** The two halves know each other through these: the live documents judge by the council, the council makes notes. */
function meeting(live: () => LiveDocuments): DocumentParts {
  return {
    notes: {
      createNote: (caseId, sections) =>
        live().createDocument({ kind: 'conferenceNote', caseId, title: null, sections }),
      keepAtEnd: (documentId) => live().keepAtEnd(documentId),
      rowsOf: (asked) => live().rowsOf(asked),
      trailsAskedFor: () => trailsAskedFor(live().store),
    },
    erasable: {
      idsOf: (caseId) => live().documents.listIdsOf(caseId),
      erase: (documentId, onHash) => live().eraseDocument(documentId, onHash),
      forgetKeys: (caseId, documentIds) => live().forgetKeys(caseId, documentIds),
    },
    kindOf: async (documentId) => (await live().documents.find(documentId))?.kind ?? null,
    // The server goes on, and with it what follows the other nodes.
    closeAll: () => live().rooms.closeGone(),
  }
}

/** What other nodes write is told of here too; a stream that was lost is made up for by the pages' own slow asking. */
function hearOthers(feed: ChangeFeed, onChanged: HalvesParts['onChanged']): void {
  feed.on('journal', ({ documentId }) => {
    if (isHintId(documentId)) onChanged(documentId)
  })
  feed.on('auditRecords', ({ kind, objectIds }) => {
    for (const id of changedIds(kind, Array.isArray(objectIds) ? objectIds : [])) onChanged(id)
  })
}

const sharedStore = (connection: Connection, feed: ChangeFeed): SharedStore => ({
  feed,
  heads: mongoJournalHeads(connection),
  presenceRows: mongoPresenceRows(connection),
})

/** On the embedded store this process is the only writer, and writes ahead; several servers of one MongoDB write there at once (ADR 0010). */
function journalFor({ mongodbUri, dataDir }: Config, kept: StoredCollab, log: Log): Promise<ClosableJournal> {
  if (mongodbUri !== null) return Promise.resolve({ ...kept.journal, aheadCount: 0, close: () => Promise.resolve() })
  const ports = { stored: kept.journal, keys: kept.keys, timers: systemTimers, log }
  return WriteAheadJournal.open(aheadFolderOf(dataDir), ports)
}

const sessionsOf = (config: Config, { store, masterKey, log }: HalvesParts): Sessions =>
  storedSessions({
    connection: store.connection,
    clock: systemClock,
    sessionKey: derivedKey(masterKey, 'session'),
    csrfKey: derivedKey(masterKey, 'csrf'),
    browserKey: derivedKey(masterKey, 'browser'),
    isHttps: isHttps(config),
    log,
  })

const sealFor = ({ sealFolder }: Config, { store, masterKey, log }: HalvesParts, ids: IdSource): TrailSeal =>
  trailSeal({
    ...{ connection: store.connection, isShared: store.isShared, ids, log },
    ...{ clock: systemClock, timers: systemTimers },
    ...{ seed: derivedKey(masterKey, 'seal'), folder: sealFolder },
  })

/** What ends at another node is kept here, too: a backup that is put back after it must not bring it back. */
function keepEndings(revocation: StoredRevocation, { rights }: CouncilHalf): void {
  // Whoever raises may be in a transaction, which the models would find.
  const outside = AsyncLocalStorage.snapshot()
  revocation.onRaised(() => outside(() => void rights.keepAll()))
}

/** Makes both halves of the server; nothing of it runs yet. */
export async function composeHalves(config: Config, parts: HalvesParts): Promise<Halves> {
  const { log, masterKey, say, isThrowAway, onChanged } = parts
  const { connection, isShared } = parts.store
  const clock = systemClock
  const timers = systemTimers
  const ids = randomIdSource(clock)
  const feed = isShared ? mongoChangeFeed({ connection, timers, log }) : noChangeFeed
  const notices = new ChangeNotices(onChanged)
  hearOthers(feed, onChanged)
  const endings = mongoEndingStore(connection, isShared)
  const revocation = new StoredRevocation({
    endings,
    atomically: notices.after(atomicallyOn(connection)),
    feed,
    clock,
    timers,
    log,
    askEveryMs: isShared ? ASK_EVERY_MS : ASK_ALONE_EVERY_MS,
  })
  let live: LiveDocuments | null = null
  const documents = meeting(() => {
    if (live === null) throw new AppError('unavailable')
    return live
  })
  const trail = sealFor(config, parts, ids)
  const setUpCode = newSetUpCode(say)
  const council = composeCouncil(
    {
      ...{ connection, clock, ids, notices, setUpCode },
      endings: revocation,
      ...{ passwordCost: REAL_COST, mode: config.mode, isThrowAway, log },
      onRecorded: trail.expect,
      ledger: erasureLedger(ledgerPathOf(config.dataDir)),
      endingLedger: endingLedger(endingPathOf(config.dataDir)),
      ...{ rightsLedger: rightsLedger(rightsPathOf(config.dataDir)), epochs: endings },
    },
    documents,
  )
  keepEndings(revocation, council)
  const sessions = sessionsOf(config, parts)
  const kept = mongoCollabStore({ connection, wrappingKey: derivedKey(masterKey, 'wrap'), ids })
  const journal = await journalFor(config, kept, log)
  const appends = appendLatencies()
  live = openLiveDocuments({
    store: { ...kept, journal },
    onAppended: appends.observe,
    ...{ access: council.access, audit: council.audit, sessions, revocation, clock, timers, ids, log },
    limits: parts.sessionLimits ?? SESSION_LIMITS,
    socketLimits: parts.socketLimits ?? SOCKET_LIMITS,
    newBlockId: () => randomBytes(9).toString('base64url'),
    holder: ids.next('connection'),
    ...(isShared ? { shared: sharedStore(connection, feed) } : {}),
    onChanged,
  })
  return { council, live, journal, sessions, setUpCode, feed, revocation, appends, trail }
}
