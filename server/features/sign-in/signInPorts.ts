import type { AccountStore } from '#server/access/accounts.mongo.ts'
import type { Actor } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Passwords } from '#server/access/passwords.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { Sessions } from '#server/access/sessions.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { SessionView, SetUpRequest } from '#shared/api/session.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'

/** What signing in asks of the council's part of the product. */
export interface CouncilForSignIn {
  /** null until the council is set up. */
  readCouncil(): Promise<{ readonly name: string; readonly isDemo: boolean } | null>
  /** null without such a member. */
  viewMember(id: MemberId): Promise<MemberView | null>
  /** True while the member may sign in at all: in term, of an organisation that belongs to the council. */
  isActive(id: MemberId): Promise<boolean>
  /** Makes the council and its first administrator. */
  setUp(input: SetUpRequest): Promise<{ readonly accountId: AccountId; readonly memberId: MemberId }>
  /** Fills an empty installation with the demo council. Throws: `conflict` when it is not empty, `forbidden` in production. */
  seedDemo(): Promise<void>
  /** Empties the demo council. Throws: `forbidden` to everybody but its administrator; `notFound` in production. */
  emptyDemo(actor: Actor): Promise<void>
}

export interface SignInPorts {
  readonly accounts: AccountStore
  readonly audit: AuditTrail
  readonly council: CouncilForSignIn
  readonly passwords: Passwords
  readonly endings: Endings
  readonly sessions: Sessions
  readonly clock: Clock
  readonly mode: SessionView['mode']
  /** Takes away every sign-in of a member but one, and says which they were. */
  takeOtherSignIns(id: MemberId, keptSessionId: string): Promise<readonly string[]>
}
