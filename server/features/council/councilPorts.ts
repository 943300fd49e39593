import type { AccountStore } from '#server/access/accounts.mongo.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Passwords } from '#server/access/passwords.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { IdSource, MemberId, OrganisationId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { CouncilStore } from './councilStore.ts'

/** What the council asks of the cases. */
export interface TeamPlaces {
  /** Ends, in the running transaction, the places of a member's own that some organisations' people have on teams. */
  endOwn(of: MemberId, at: readonly OrganisationId[], by: MemberId): Promise<void>
}

export interface CouncilPorts {
  readonly council: CouncilStore
  readonly accounts: AccountStore
  readonly teamPlaces: TeamPlaces
  readonly audit: AuditTrail
  readonly passwords: Passwords
  readonly endings: Endings
  readonly atomically: Atomically
  readonly ids: IdSource
  readonly clock: Clock
  /** Has whoever comes by one of a member's sign-ins from before sign in anew. */
  readonly endSignInsOf: (id: MemberId) => Promise<void>
}
