import type { Connection } from 'mongoose'
import type { MemberId } from '#shared/core/ids.ts'
import { SESSIONS_COLLECTION } from './sessions.ts'

/** Takes away every sign-in of a member; what is open by one of them is asked to sign in when it comes again. */
export const endSignInsOf =
  (connection: Connection) =>
  async (id: MemberId): Promise<void> => {
    await connection.collection(SESSIONS_COLLECTION).deleteMany({ 'session.memberId': id })
  }
