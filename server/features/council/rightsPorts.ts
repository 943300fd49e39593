import type { AccountStore } from '#server/access/accounts.mongo.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { EndingStore } from '#server/access/endings.mongo.ts'
import type { Passwords } from '#server/access/passwords.ts'
import type { Log } from '#server/platform/log.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { AccountId, CouncilId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { KeptMember, KeptOrganisation, KeptTeam } from '#shared/domain/keptRights.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { CouncilStore } from './councilStore.ts'

/** Which password an account had last: two that are alike are the same one, and nothing else can be told from it. */
export interface KeptPassword {
  readonly id: AccountId
  /** null: without a password. */
  readonly mark: string | null
}

/** What every right rested on, as it stood at an epoch of rights: ids, days and codes, and no name. */
export interface KeptRights {
  readonly id: CouncilId
  readonly councilId: CouncilId
  readonly epoch: number
  readonly members: readonly KeptMember[]
  readonly organisations: readonly KeptOrganisation[]
  readonly teams: readonly KeptTeam[]
  readonly passwords: readonly KeptPassword[]
}

/** The same outside the store, which a backup that is put back knows nothing of. */
export interface RightsLedger {
  /** Throws: when it is there and cannot be read. */
  read(): Promise<readonly KeptRights[]>
  /** Holds these records and no others, durably, when it resolves. */
  replaceAll(rights: readonly KeptRights[]): Promise<void>
  /** Lets go of a council that is gone. */
  forget(councilId: CouncilId): Promise<void>
}

export interface RightsPorts {
  readonly council: CouncilStore
  readonly accounts: AccountStore
  readonly cases: {
    list(): Promise<readonly SupportCase[]>
    listTeams(): Promise<readonly KeptTeam[]>
    save(theCase: SupportCase): Promise<void>
  }
  readonly epochs: Pick<EndingStore, 'epoch' | 'raiseTo'>
  readonly ledger: RightsLedger
  readonly passwords: Pick<Passwords, 'none'>
  readonly audit: AuditTrail
  readonly atomically: Atomically
  readonly clock: Clock
  readonly log: Log
}

/** What a start did with the rights that a backup brought back. */
export interface RightsReplayed {
  /** True when more had ended than this store knows of: it is of before. */
  readonly isOlder: boolean
  /** Members, organisations and teams that had more than they had last. */
  readonly endedCount: number
  /** Passwords that had been changed since, and by which nobody comes in any more. */
  readonly passwordCount: number
  /** True where every administrator of then is one no more: their memberships were left, and their passwords were not. */
  readonly isLeftToAdministrators: boolean
}
