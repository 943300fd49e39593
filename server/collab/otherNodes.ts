import type { DocumentAccess } from '#server/access/documentAccess.ts'
import type { ChangeFeed } from '#server/platform/changeFeed.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import type { Clock } from '#shared/core/time.ts'
import type { JournalHeads } from './journalHeads.mongo.ts'
import { JournalTail } from './journalTail.ts'
import { PresenceExchange } from './presenceExchange.ts'
import type { PresenceRows } from './presenceRows.mongo.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'

/** What other nodes of the same store are heard and told by. */
export interface SharedStore {
  readonly feed: ChangeFeed
  readonly heads: JournalHeads
  readonly presenceRows: PresenceRows
}

/** The other nodes that serve the same documents. */
export interface OtherNodes {
  /** A room has opened here. */
  opened(room: Room): void
  /** Somebody in a room has come, moved or gone. */
  moved(room: Room): void
  stop(): void
}

export interface OtherNodesPorts {
  readonly rooms: Rooms
  readonly access: DocumentAccess
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Names this process among those that serve the same documents. */
  readonly holder: string
}

/** Follows the other nodes, and tells them of this one. Nobody else serves from a store that is not shared. */
export function followOthers(shared: SharedStore | undefined, ports: OtherNodesPorts): OtherNodes {
  if (shared === undefined) return { opened: () => undefined, moved: () => undefined, stop: () => undefined }
  const tail = new JournalTail({ ...shared, ...ports })
  const presences = new PresenceExchange({ ...shared, ...ports, rows: shared.presenceRows, node: ports.holder })
  tail.start()
  presences.start()
  return {
    opened: (room) => presences.opened(room),
    moved: (room) => presences.moved(room),
    stop() {
      tail.stop()
      presences.stop()
    },
  }
}
