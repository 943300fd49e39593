import { type Connection, Schema, trusted } from 'mongoose'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { AuditReader, AuditSearch, KeptRecord } from './auditReader.ts'
import type { EntryId } from './seal/trailChain.ts'

const auditSchema = new Schema(
  {
    at: { type: Number, required: true },
    kind: { type: String, required: true },
    byMemberId: { type: String, default: null },
    objectIds: { type: [String], required: true },
    outcome: { type: String, required: true },
    because: { type: String, default: null },
    changes: {
      type: [new Schema({ field: String, from: String, to: String }, { _id: false, strict: 'throw' })],
      default: undefined,
    },
  },
  { strict: 'throw', versionKey: false, collection: 'auditRecords' },
)
auditSchema.index({ objectIds: 1, at: 1 })
auditSchema.index({ byMemberId: 1, at: -1 })
auditSchema.index({ at: -1, _id: -1 })

export const AUDIT_MODEL = 'AuditRecord'

const define = (connection: Connection) => connection.model(AUDIT_MODEL, auditSchema)
type AuditModel = ReturnType<typeof define>
/** One for whoever writes and whoever reads: mongoose takes a name once, and does not say of what a name is the model. */
const modelOn = (connection: Connection): AuditModel =>
  (connection.models[AUDIT_MODEL] as AuditModel | undefined) ?? define(connection)

/** Append-only: the port has no way to change or remove a record. `onAppended` is told of each, in the transaction it is kept in, if any. */
export function mongoAuditTrail(
  connection: Connection,
  clock: Clock,
  onAppended: (id: EntryId) => void = () => undefined,
): AuditTrail {
  const Row = modelOn(connection)
  return {
    async append({ kind, by, objectIds, outcome = 'done', because = null, changes }) {
      const row = { at: clock.now(), kind, byMemberId: by, objectIds: [...objectIds], outcome, because }
      const made = await Row.create([changes === undefined ? row : { ...row, changes: [...changes] }])
      for (const { _id } of made) onAppended(_id)
    },
  }
}

interface AuditRow extends Omit<KeptRecord, 'id' | 'by'> {
  readonly _id: { toString(): string }
  readonly byMemberId: MemberId | null
}

/** What `search` leaves open is no part of it. */
function filterOf({ since, before, about, kinds, after }: AuditSearch, whose: object | null): object {
  const [at = '', id] = after?.split('.') ?? []
  const parts: readonly (object | null)[] = [
    since === null ? null : { at: trusted({ $gte: since }) },
    before === null ? null : { at: trusted({ $lt: before }) },
    kinds === null ? null : { kind: trusted({ $in: kinds }) },
    about === null ? null : { objectIds: trusted({ $in: about }) },
    whose,
    after === null
      ? null
      : { $or: [{ at: trusted({ $lt: Number(at) }) }, { at: Number(at), _id: trusted({ $lt: id }) }] },
  ]
  const given = parts.filter((part) => part !== null)
  return given.length === 0 ? {} : { $and: given }
}

/** By a person, and about them: two searches, since each has an index of its own and both together have none. */
const whoseOf = ({ concerning }: AuditSearch): readonly (object | null)[] =>
  concerning === null ? [null] : [{ byMemberId: concerning[0] }, { objectIds: trusted({ $in: concerning }) }]

const newestFirst = (one: KeptRecord, other: KeptRecord): number => other.at - one.at || (one.id < other.id ? 1 : -1)

/** Reads what was appended, and nothing else. */
export function mongoAuditReader(connection: Connection): AuditReader {
  const Row = modelOn(connection)
  return {
    async read(search, limit) {
      const found = new Map<string, KeptRecord>()
      for (const whose of whoseOf(search)) {
        const rows = Row.find(filterOf(search, whose)).sort({ at: -1, _id: -1 }).limit(limit).lean<AuditRow[]>()
        for (const { _id, byMemberId, ...row } of await rows)
          found.set(String(_id), { ...row, id: String(_id), by: byMemberId })
      }
      return [...found.values()].sort(newestFirst).slice(0, limit)
    },
  }
}
