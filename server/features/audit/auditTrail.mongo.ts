import { type Connection, Schema, trusted } from 'mongoose'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { AuditReader, AuditSearch, KeptRecord } from './auditReader.ts'

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
  { strict: 'throw', versionKey: false },
)
auditSchema.index({ objectIds: 1, at: 1 })
auditSchema.index({ at: -1, _id: -1 })

export const AUDIT_MODEL = 'AuditRecord'

const modelOn = (connection: Connection) => connection.model(AUDIT_MODEL, auditSchema, 'auditRecords')

/** Append-only: the port has no way to change or remove a record. */
export function mongoAuditTrail(connection: Connection, clock: Clock): AuditTrail {
  const Row = modelOn(connection)
  return {
    async append({ kind, by, objectIds, outcome = 'done', because = null, changes }) {
      const row = { at: clock.now(), kind, byMemberId: by, objectIds: [...objectIds], outcome, because }
      await Row.create([changes === undefined ? row : { ...row, changes: [...changes] }])
    },
  }
}

interface AuditRow extends Omit<KeptRecord, 'id' | 'by'> {
  readonly _id: { toString(): string }
  readonly byMemberId: MemberId | null
}

/** What `search` leaves open is no part of it. */
function filterOf({ since, before, concerning, about, kinds, after }: AuditSearch): object {
  const [at = '', id] = after?.split('.') ?? []
  const parts: readonly (object | null)[] = [
    since === null ? null : { at: trusted({ $gte: since }) },
    before === null ? null : { at: trusted({ $lt: before }) },
    kinds === null ? null : { kind: trusted({ $in: kinds }) },
    about === null ? null : { objectIds: trusted({ $in: about }) },
    concerning === null ? null : { $or: [{ byMemberId: concerning[0] }, { objectIds: trusted({ $in: concerning }) }] },
    after === null
      ? null
      : { $or: [{ at: trusted({ $lt: Number(at) }) }, { at: Number(at), _id: trusted({ $lt: id }) }] },
  ]
  const given = parts.filter((part) => part !== null)
  return given.length === 0 ? {} : { $and: given }
}

/** Reads what was appended, and nothing else. */
export function mongoAuditReader(connection: Connection): AuditReader {
  const Row = modelOn(connection)
  return {
    async read(search, limit) {
      const rows = await Row.find(filterOf(search)).sort({ at: -1, _id: -1 }).limit(limit).lean<AuditRow[]>()
      return rows.map(({ _id, byMemberId, ...row }) => ({ ...row, id: String(_id), by: byMemberId }))
    },
  }
}
