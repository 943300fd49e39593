import type { Connection } from 'mongoose'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
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
import type { Clock } from '#shared/core/time.ts'

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
  readonly endings: Endings
  readonly atomically: Atomically
  readonly clock: Clock
  readonly log: Log
}

/** Makes the disposal of cases: its routes, and what goes on with an erasure by itself. */
export function composeDisposal({ connection, ...parts }: DisposalParts) {
  const ports: DisposalPorts = { ...parts, disposals: mongoDisposalStore(connection) }
  const erasing = erasures(ports)
  return { routes: disposalRoutes(ports, erasing), erasing }
}
