import type { Connection } from 'mongoose'
import { mongoEndingStore } from '#server/access/endings.mongo.ts'
import { REAL_COST } from '#server/access/passwords.ts'
import { ChangeNotices } from '#server/app/changeNotices.ts'
import { composeCouncil } from '#server/app/compose.ts'
import { mongoCollabStore } from '#server/collab/collabStore.mongo.ts'
import { mongoPresenceRows } from '#server/collab/presenceRows.mongo.ts'
import { defineSealModels } from '#server/features/audit/seal/seal.mongo.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { AppError } from '#shared/core/appError.ts'

/**
 * Makes the product's models known to a connection as the server does, so that their indexes can be asked for; `isShared`
 * when other nodes may serve from the same store. Writes nothing.
 */
export function makeModelsKnown(connection: Connection, isShared: boolean): void {
  const clock = systemClock
  const ids = randomIdSource(clock)
  const notHere = (): never => {
    throw new AppError('unavailable')
  }
  const noLedger = { read: notHere, keep: notHere, replaceAll: notHere, forget: notHere }
  const epochs = mongoEndingStore(connection, isShared)
  if (isShared) mongoPresenceRows(connection)
  defineSealModels(connection)
  composeCouncil(
    {
      ...{ connection, clock, ids, passwordCost: REAL_COST },
      endings: { endingRights: notHere, endingSession: notHere },
      notices: new ChangeNotices(() => undefined),
      ...{ mode: 'production', isThrowAway: false },
      ledger: noLedger,
      endingLedger: noLedger,
      ...{ epochs, rightsLedger: noLedger },
      log: silentLog,
      setUpCode: { current: () => null, spend: () => undefined, renew: () => undefined },
    },
    {
      notes: { createNote: notHere, keepAtEnd: notHere, rowsOf: notHere, trailsAskedFor: notHere },
      erasable: { idsOf: notHere, erase: notHere, forgetKeys: notHere },
      kindOf: notHere,
      closeAll: notHere,
    },
  )
  mongoCollabStore({ connection, wrappingKey: new Uint8Array(32), ids })
}
