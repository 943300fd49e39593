import type { Connection } from 'mongoose'
import { REAL_COST } from '#server/access/passwords.ts'
import { localRevocation } from '#server/access/revocation.ts'
import { composeCouncil } from '#server/app/compose.ts'
import { mongoCollabStore } from '#server/collab/collabStore.mongo.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { AppError } from '#shared/core/appError.ts'

/** Makes the product's models known to a connection as the server does, so that their indexes can be asked for. Writes nothing. */
export function makeModelsKnown(connection: Connection): void {
  const clock = systemClock
  const ids = randomIdSource(clock)
  const notHere = async () => {
    throw new AppError('unavailable')
  }
  composeCouncil(
    {
      ...{ connection, clock, ids, revocation: localRevocation(), passwordCost: REAL_COST },
      ...{ mode: 'production', isThrowAway: false },
      setUpCode: { current: () => null, spend: () => undefined, renew: () => undefined },
    },
    { notes: { createNote: notHere, keepAtEnd: notHere }, kindOf: notHere, closeAll: notHere },
  )
  mongoCollabStore({ connection, wrappingKey: new Uint8Array(32), ids })
}
