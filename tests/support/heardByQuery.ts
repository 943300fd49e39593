import type { Connection } from 'mongoose'
import { mongoJournalHeads } from '#server/collab/journalHeads.mongo.ts'
import type { SharedStore } from '#server/collab/otherNodes.ts'
import { mongoPresenceRows } from '#server/collab/presenceRows.mongo.ts'
import { noChangeFeed } from '#server/platform/changeFeed.ts'

/** Other nodes, heard of by query only: as with a change stream that says nothing. */
export const heardByQuery = (connection: Connection): SharedStore => ({
  feed: noChangeFeed,
  heads: mongoJournalHeads(connection),
  presenceRows: mongoPresenceRows(connection.useDb(connection.name)),
})
