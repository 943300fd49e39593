import { type Connection, Schema } from 'mongoose'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Clock } from '#shared/core/time.ts'

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

export const AUDIT_MODEL = 'AuditRecord'

/** Append-only: the port has no way to change or remove a record. */
export function mongoAuditTrail(connection: Connection, clock: Clock): AuditTrail {
  const Row = connection.model(AUDIT_MODEL, auditSchema, 'auditRecords')
  return {
    async append({ kind, by, objectIds, outcome = 'done', because = null, changes }) {
      const row = { at: clock.now(), kind, byMemberId: by, objectIds: [...objectIds], outcome, because }
      await Row.create([changes === undefined ? row : { ...row, changes: [...changes] }])
    },
  }
}
