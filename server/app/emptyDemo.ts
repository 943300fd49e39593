import type { Connection } from 'mongoose'
import { type Actor, authorise } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import { ENDING_MODELS } from '#server/access/endings.mongo.ts'
import type { Endings } from '#server/access/revocation.ts'
import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { AUDIT_MODEL } from '#server/features/audit/auditTrail.mongo.ts'
import { SEAL_MODELS } from '#server/features/audit/seal/seal.mongo.ts'
import type { CouncilStore } from '#server/features/council/councilStore.ts'
import type { SetUpCode } from '#server/features/council/setUpCouncil.ts'
import type { Mode } from '#server/platform/config.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CouncilId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'

export interface EmptyDemoPorts {
  readonly connection: Connection
  readonly council: CouncilStore
  readonly audit: AuditTrail
  readonly endings: Endings
  readonly clock: Clock
  readonly mode: Mode
  readonly setUpCode: SetUpCode
  /** What is known of a council outside the store. */
  readonly ledgers: readonly { forget(councilId: CouncilId): Promise<void> }[]
  /** True when the data folder goes with the server: a council begun there would be lost. */
  readonly isThrowAway: boolean
  /** Takes every live document out of memory. */
  readonly closeDocuments: () => Promise<void>
}

/** The trail of what was done and its seal, and what every node must hear of. */
const STAYS: readonly string[] = [AUDIT_MODEL, ...SEAL_MODELS, ...ENDING_MODELS]

/** Everything that is kept, but for what stays. */
async function removeEverything(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    if (!STAYS.includes(model.modelName)) await model.deleteMany({})
  }
}

/**
 * Empties the demo council: nothing of it is left but the audit trail, every session and document ends, and a new one-time
 * code opens the set-up.
 *
 * Throws: `forbidden` to everybody but an administrator, for a council that is no demo, and where the data would not last;
 * `notFound` in production.
 */
export const emptyDemo =
  (ports: EmptyDemoPorts) =>
  async (actor: Actor): Promise<void> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (ports.mode === 'production') throw new AppError('notFound')
    if (ports.isThrowAway) throw new AppError('forbidden', { because: 'throwAwayFolder' })

    const emptied = await ports.endings.endingRights(async () => {
      const known = await ports.council.readCouncil()
      if (known === null || !known.isDemo) throw new AppError('forbidden', { because: 'notDemo' })
      await removeEverything(ports.connection)
      await ports.audit.append({ kind: 'demoEmptied', by: actor.memberId, objectIds: [known.id] })
      return known.id
    })
    // What rooms wrote while they were closing belongs to documents that are gone.
    await ports.closeDocuments()
    await removeEverythingOfNobody(ports)
    ports.setUpCode.renew()
    // Last: what a ledger knows of another council is nobody's business, and the demo is empty where it cannot be written.
    await Promise.all(ports.ledgers.map((ledger) => ledger.forget(emptied)))
  }

async function removeEverythingOfNobody({ connection, council, endings }: EmptyDemoPorts): Promise<void> {
  // In one line with whoever makes the next council meanwhile.
  await endings.endingRights(async () => {
    if ((await council.readCouncil()) === null) await removeEverything(connection)
  })
  await connection.collection(SESSIONS_COLLECTION).deleteMany({})
}
