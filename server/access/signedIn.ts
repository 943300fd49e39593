import type { IncomingMessage } from 'node:http'
import type { AccountId, MemberId } from '#shared/core/ids.ts'

/** Who a request or a socket belongs to, as the session says; whether they still may is decided apart. */
export interface SignedIn {
  readonly sessionId: string
  readonly accountId: AccountId
  readonly memberId: MemberId
}

export interface SessionReader {
  /** The person whose session this request carries; null without one, or when it has ended. */
  readSignedIn(request: IncomingMessage): Promise<SignedIn | null>
}
