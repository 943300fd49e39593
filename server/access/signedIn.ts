import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccountId, MemberId } from '#shared/core/ids.ts'

/** Who a request or a socket belongs to, as the session says; whether they still may is decided apart. */
export interface SignedIn {
  readonly sessionId: string
  readonly accountId: AccountId
  readonly memberId: MemberId
}

export interface SessionReader {
  /** The id of a session in the request's cookie, where we have signed it: some sign-in's, gone or not. Asks nothing of the store. */
  signedIdOf(request: IncomingMessage): string | null
  /** The person whose session this request carries; null without one, or when it has ended. With a response, the session lives on as after any request. */
  readSignedIn(request: IncomingMessage, response?: ServerResponse): Promise<SignedIn | null>
  /** True when a request carries the session's token, which only a page of ours can have read. */
  carriesToken(request: IncomingMessage, signedIn: SignedIn): boolean
}
