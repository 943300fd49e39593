import type { Connection } from 'mongoose'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import type { TrailVerified } from '#shared/api/audit.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { VERIFICATIONS } from './seal.mongo.ts'
import type { Claim } from './sealStore.ts'

/** Which night the trail was last verified in, and what it came to. */
export interface Verifications {
  /** True when that night is still to be verified and nobody is at it: it is this holder's for as long as the claim says. */
  claim(night: PlainDate, claim: Claim): Promise<boolean>
  /** Keeps what a night came to, unless another holder has taken it meanwhile. */
  keep(night: PlainDate, holder: string, verified: TrailVerified): Promise<void>
  /** Leaves what this holder has begun to whoever comes next. */
  letGo(holder: string): Promise<void>
  /** null before the first night. */
  last(): Promise<TrailVerified | null>
}

interface Row {
  readonly _id: string
  readonly night: PlainDate | null
  readonly holder: string | null
  readonly heldUntil: number
  readonly last: TrailVerified | null
}

const ROW = 'nightly'

export function mongoVerifications(connection: Connection): Verifications {
  const rows = () => connection.getClient().db(connection.name).collection<Row>(VERIFICATIONS)

  const prepare = async (): Promise<void> => {
    const first = { night: null, holder: null, heldUntil: 0, last: null }
    try {
      await rows().updateOne({ _id: ROW }, { $setOnInsert: first }, { upsert: true })
    } catch (cause) {
      // Another node was sooner, which comes to the same.
      if (!isDuplicateKey(cause)) throw cause
    }
  }

  return {
    async claim(night, { holder, now, until }) {
      await prepare()
      const free = { _id: ROW, night: { $ne: night }, heldUntil: { $lte: now } }
      return (await rows().findOneAndUpdate(free, { $set: { holder, heldUntil: until } })) !== null
    },
    async keep(night, holder, last) {
      await rows().updateOne({ _id: ROW, holder }, { $set: { night, holder: null, heldUntil: 0, last } })
    },
    async letGo(holder) {
      await rows().updateOne({ _id: ROW, holder }, { $set: { holder: null, heldUntil: 0 } })
    },
    async last() {
      const last = (await rows().findOne({ _id: ROW }))?.last ?? null
      // A night of an earlier release has not looked outside.
      return last === null ? null : { ...last, outside: last.outside ?? null }
    },
  }
}
