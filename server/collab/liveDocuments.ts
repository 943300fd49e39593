import type { Server } from 'node:http'
import type { Connection } from 'mongoose'
import type { Revocation } from '#server/access/revocation.ts'
import type { SessionReader } from '#server/access/signedIn.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import type { DocumentId, IdSource } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { DocumentAccess, HeldSession } from './admit.ts'
import { checkUpdate } from './check/checkUpdate.ts'
import { AppendTimes, type CollabFigures } from './collabFigures.ts'
import { ConnectionLimits, SOCKET_LIMITS, type SocketLimits } from './connectionLimits.ts'
import { createDocument, type NewDocument } from './createDocument.ts'
import type { Documents } from './documents.ts'
import { Extracts } from './extracts.ts'
import type { Intake } from './intake.ts'
import type { Journal } from './journal.ts'
import { type Projection, Projections } from './projections.ts'
import { Rejudging } from './rejudging.ts'
import { Rooms } from './rooms.ts'
import { SESSION_LIMITS, type SessionLimits } from './sessionLimits.ts'
import type { Snapshots } from './snapshots.ts'
import { serveDocuments, type SocketPorts } from './socket.ts'

/** Where live documents are kept. */
export interface DocumentStore {
  readonly documents: Documents
  readonly journal: Journal
  readonly snapshots: Snapshots
}
