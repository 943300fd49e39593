import type { Connection } from 'mongoose'
import { renewPassword } from '#scripts/newPassword.ts'
import { readConfig } from '#server/platform/config.ts'
import type { TwoNodes } from '../twoNodes.ts'
import type { Answer, Visitor } from '../visitor.ts'

const ENDED_ON = '2020-01-01'

/** With what rights are ended, and of whom. */
export interface EndingScene {
  readonly two: TwoNodes
  readonly connection: Connection
  readonly administrator: Visitor
}

export interface Leaving {
  readonly id: string
  readonly organisationId: string
  readonly loginName: string
}

interface WayToEnd {
  /** Ends it. Resolves with a moment before its commit; unit: milliseconds since the epoch. */
  readonly end: (scene: EndingScene, leaving: Leaving) => Promise<number>
  /** True when they may go on reading. */
  readonly leavesReader?: true
}

function assertDone({ status, text }: Answer): void {
  if (status !== 200) throw new Error(`a right did not end: ${status} ${text}`)
}

/** By a request of the administrator’s, counted from when it was sent. */
const byRequest =
  (send: (administrator: Visitor, leaving: Leaving) => Promise<Answer>): WayToEnd['end'] =>
  async ({ administrator }, leaving) => {
    const askedAt = Date.now()
    assertDone(await send(administrator, leaving))
    return askedAt
  }

/** By whoever runs the server, counted from when the end of the sign-in was written: before it a password is hashed. */
const byNewPassword: WayToEnd['end'] = async ({ two, connection }, { loginName }) => {
  const read = readConfig({ MONGODB_URI: two.set.uri, DATA_DIR: two.nodes[0].dataDir }, two.folder)
  if (!read.ok) throw new Error('the settings of a test are good')
  await renewPassword(read.config, loginName)
  const endings = connection.collection<{ readonly _id: number; readonly at: Date }>('endings')
  const ending = await endings.findOne({ sessionId: { $ne: null } }, { sort: { _id: -1 } })
  if (ending === null) throw new Error('no sign-in has ended')
  return ending.at.getTime()
}

/** The ways in which a right to write ends (S-07). An account is shut by giving it a password that nobody else knows. */
export const WAYS_TO_END = {
  membership: { end: byRequest((by, { id }) => by.post(`/api/members/${id}/ending`, { on: ENDED_ON })) },
  organisation: {
    end: byRequest((by, { organisationId }) =>
      by.send('PATCH', `/api/organisations/${organisationId}`, { isMember: false }),
    ),
  },
  account: { end: byNewPassword },
  downgrade: {
    end: byRequest((by, { id }) => by.send('PATCH', `/api/members/${id}/post`, { role: 'adviser' })),
    leavesReader: true,
  },
} as const satisfies { readonly [way: string]: WayToEnd }

export type WayOfEnding = keyof typeof WAYS_TO_END
