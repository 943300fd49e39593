import type { Connection } from 'mongoose'
import type { MemberId } from '#shared/core/ids.ts'
import { SESSIONS_COLLECTION } from './sessions.ts'

/** Takes away every sign-in of a member; what is open by one of them is asked to sign in when it comes again. */
export const endSignInsOf =
  (connection: Connection) =>
  async (id: MemberId): Promise<void> => {
    await connection.collection(SESSIONS_COLLECTION).deleteMany({ 'session.memberId': id })
  }

/** Takes away every sign-in of a member but one, and says which they were. */
export const takeOtherSignIns =
  (connection: Connection) =>
  async (id: MemberId, keptSessionId: string): Promise<readonly string[]> => {
    const rows = connection.collection<{ readonly _id: string }>(SESSIONS_COLLECTION)
    const others = { 'session.memberId': id, _id: { $ne: keptSessionId } }
    const taken = (await rows.find(others).toArray()).map(({ _id }) => _id)
    await rows.deleteMany({ _id: { $in: taken } })
    return taken
  }
