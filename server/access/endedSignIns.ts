import type { Connection } from 'mongoose'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import { type Clock, later } from '#shared/core/time.ts'
import type { AuditTrail } from './auditTrail.ts'
import { IDLE_MS, LONGEST_MS } from './signInActivity.ts'

/** Unit: milliseconds between two looks; also more than what was done last may be written down too late. */
const LOOK_EVERY_MS = 120_000

export interface EndedSignInPorts {
  readonly connection: Connection
  /** The name of the collection in which sign-ins are kept. */
  readonly collection: string
  readonly audit: AuditTrail
  readonly clock: Clock
}

interface Row {
  readonly _id: string
  readonly session: {
    readonly accountId: AccountId
    readonly memberId: MemberId
    readonly signedInAt: number
    readonly activeAt: number
  }
}

/** Takes away the sign-ins that are over by themselves, and keeps in the trail that they are: nobody is there to log out. Of two nodes that look at once one finds each. */
export async function clearEndedSignIns({ connection, collection, audit, clock }: EndedSignInPorts): Promise<void> {
  const rows = connection.collection<Row>(collection)
  const [now, idleSince] = [clock.now(), later(clock.now(), -IDLE_MS - LOOK_EVERY_MS)]
  const isIdle = { 'session.activeAt': { $lte: idleSince } }
  const isLong = { 'session.signedInAt': { $lte: later(now, -LONGEST_MS) } }
  for (const { _id, session } of await rows.find({ $or: [isIdle, isLong] }).toArray()) {
    const { deletedCount } = await rows.deleteOne({ _id, 'session.activeAt': session.activeAt })
    if (deletedCount === 0) continue
    const because = session.activeAt <= idleSince ? 'idle' : 'longest'
    await audit.append({ kind: 'signOut', by: session.memberId, objectIds: [session.accountId], because })
  }
}

/** Does so every other minute. */
export const watchEndedSignIns = (ports: EndedSignInPorts & { readonly timers: Timers; readonly log: Log }): Timer =>
  ports.timers.every(LOOK_EVERY_MS, () => {
    clearEndedSignIns(ports).catch((cause: unknown) => ports.log.error('signIn.endNotKept', cause))
  })
