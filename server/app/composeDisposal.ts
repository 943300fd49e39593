import type { Connection } from 'mongoose'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { AuditReader } from '#server/features/audit/auditReader.ts'
import { type DatingPorts, dateClosings } from '#server/features/disposal/dateClosings.ts'
import { disposalRoutes } from '#server/features/disposal/disposal.routes.ts'
import type {
  CouncilOfDisposal,
  DisposableCases,
  DisposableConferences,
  DisposalPorts,
  ErasableDocuments,
} from '#server/features/disposal/disposalPorts.ts'
import { mongoDisposalStore } from '#server/features/disposal/disposalStore.mongo.ts'
import type { ErasedCases, ErasureLedger } from '#server/features/disposal/disposalStore.ts'
import { erasures } from '#server/features/disposal/eraseCases.ts'
import type { Log } from '#server/platform/log.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import { type Clock, instant } from '#shared/core/time.ts'

/** What the disposal of cases is made from. */
export interface DisposalParts {
  readonly connection: Connection
  readonly cases: DisposableCases
  readonly conferences: DisposableConferences
  readonly documents: ErasableDocuments
  readonly council: CouncilOfDisposal
  readonly erased: ErasedCases
  readonly ledger: ErasureLedger
  readonly audit: AuditTrail
  readonly records: AuditReader
  readonly endings: Endings
  readonly atomically: Atomically
  readonly clock: Clock
  readonly log: Log
}

/** Makes the disposal of cases: its routes, and what goes on with an erasure by itself. */
export function composeDisposal({ connection, records, ...parts }: DisposalParts) {
  const ports: DisposalPorts = { ...parts, disposals: mongoDisposalStore(connection) }
  const erasing = erasures(ports)
  const dating: DatingPorts = { ...parts, lastChangedAt: lastChangeIn(records) }
  return { routes: disposalRoutes(ports, erasing), erasing, dateClosings: () => dateClosings(dating) }
}

const OPEN = { since: null, before: null, concerning: null, after: null } as const
/** Unit: records of one case among which one is looked for that was not refused. */
const LOOKED_AT = 100

const lastChangeIn =
  (records: AuditReader): DatingPorts['lastChangedAt'] =>
  async (id) => {
    const kinds = ['caseOpened', 'caseChanged', 'duplicateClosed'] as const
    const found = await records.read({ ...OPEN, about: [id], kinds }, LOOKED_AT)
    const last = found.find(({ outcome }) => outcome === 'done')
    return last === undefined ? null : instant(last.at)
  }
