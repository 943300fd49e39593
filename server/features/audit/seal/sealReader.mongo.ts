import type { Connection } from 'mongoose'
import type { AuditSeal } from '#shared/api/audit.ts'
import type { Checkpoint } from './checkpoint.ts'
import { CHECKPOINTS, SEALS } from './seal.mongo.ts'
import type { Seal } from './trailChain.ts'
import { mongoVerifications } from './verifications.mongo.ts'

/** As many characters as somebody types from paper: 64 bits, which nobody meets by chance. */
const BEGINNING = 16

/** Reads up to when the trail is sealed, and what it came to when it was last verified. Cost: two seeks, and one. */
export function mongoSealReader(connection: Connection) {
  const db = connection.getClient().db(connection.name)
  return {
    /** null before the first checkpoint. */
    async read(): Promise<AuditSeal | null> {
      const [last] = await db.collection<Checkpoint>(CHECKPOINTS).find({}).sort({ at: -1 }).limit(1).toArray()
      if (last === undefined) return null
      const { chain, count, head, at } = last
      const seal = await db.collection<Seal>(SEALS).findOne({ chain, index: count })
      return { at, count, beginning: head.slice(0, BEGINNING), isAsSigned: seal?.hash === head }
    },
    lastVerified: mongoVerifications(connection).last,
  }
}
