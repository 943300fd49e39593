import { type Connection, Schema } from 'mongoose'
import {
  fromRow,
  optionalText,
  ROW_OPTIONS,
  type Row,
  requiredNumber,
  requiredText,
  toRow,
} from '#server/platform/rows.ts'
import type { CaseDisposal, ErasedCase, RetentionRule } from '#shared/domain/retention.ts'
import type { DisposalStore, ErasedCases } from './disposalStore.ts'

const PART = { _id: false, ...ROW_OPTIONS } as const
const rule = { documentClass: requiredText, years: { type: Number, default: null } }
const ruleSchema = new Schema({ _id: requiredText, ...rule }, ROW_OPTIONS)

const word = { reason: requiredText, by: requiredText, at: requiredNumber }
const optionalWord = { type: new Schema(word, PART), default: null }
const asked = { type: new Schema({ ...word, under: new Schema(rule, PART) }, PART), default: null }
const disposalSchema = new Schema(
  {
    _id: requiredText,
    holds: { type: [new Schema({ ...word, lifted: optionalWord }, PART)], required: true },
    asked,
  },
  ROW_OPTIONS,
)

const erasedSchema = new Schema(
  {
    _id: requiredText,
    councilId: requiredText,
    number: requiredText,
    documentClass: requiredText,
    years: requiredNumber,
    openedOn: requiredText,
    closedOn: requiredText,
    askedBy: requiredText,
    askedAt: requiredNumber,
    approvedBy: requiredText,
    approvedAt: requiredNumber,
    leadOrganisationId: requiredText,
    team: {
      type: [
        new Schema(
          { organisationId: requiredText, memberId: optionalText, from: requiredText, until: optionalText },
          PART,
        ),
      ],
      required: true,
    },
    conferences: {
      type: [
        new Schema({ id: requiredText, documentId: requiredText, startsAt: requiredNumber }, { ...PART, id: false }),
      ],
      required: true,
    },
    hashes: { type: [new Schema({ documentId: requiredText, sha256: requiredText }, PART)], required: true },
    clearedAt: { type: Number, default: null },
  },
  ROW_OPTIONS,
)
erasedSchema.index({ number: 1 })
erasedSchema.index({ approvedAt: -1 })
erasedSchema.index({ 'conferences.id': 1 })
erasedSchema.index({ 'conferences.documentId': 1 })

/** The one rule there is: of cases. */
const OF_CASES = 'cases'

const toDisposal = ({ id, ...said }: Omit<CaseDisposal, 'caseId'> & { id: CaseDisposal['caseId'] }): CaseDisposal => ({
  caseId: id,
  ...said,
})

/** Rows in, rows out. */
export function mongoDisposalStore(connection: Connection): DisposalStore {
  const Rules = connection.model('RetentionRule', ruleSchema, 'retentionRules')
  const Said = connection.model('CaseDisposal', disposalSchema, 'caseDisposals')
  type SaidRow = Row<Omit<CaseDisposal, 'caseId'> & { readonly id: CaseDisposal['caseId'] }>
  return {
    async readRule() {
      const row = await Rules.findById(OF_CASES).lean<RetentionRule & { _id: string }>()
      return row === null ? null : { documentClass: row.documentClass, years: row.years }
    },
    async saveRule(rule) {
      await Rules.replaceOne({ _id: OF_CASES }, { _id: OF_CASES, ...rule }, { upsert: true })
    },
    async find(caseId) {
      const row = await Said.findById(caseId).lean<SaidRow>()
      return row === null ? null : toDisposal(fromRow(row))
    },
    list: async () => (await Said.find({}).lean<SaidRow[]>()).map((row) => toDisposal(fromRow(row))),
    async save({ caseId, ...said }) {
      await Said.replaceOne({ _id: caseId }, { _id: caseId, ...said }, { upsert: true })
    },
    async remove(caseId) {
      await Said.deleteOne({ _id: caseId })
    },
  }
}

/** Rows in, rows out. */
export function mongoErasedCases(connection: Connection): ErasedCases {
  const Rows = connection.model('ErasedCase', erasedSchema, 'erasedCases')
  const read = (row: Row<ErasedCase> | null) => (row === null ? null : fromRow<ErasedCase>(row))
  return {
    find: async (id) => read(await Rows.findById(id).lean<Row<ErasedCase>>()),
    findByNumber: async (number) => read(await Rows.findOne({ number }).lean<Row<ErasedCase>>()),
    findByPart: async (id) =>
      read(
        await Rows.findOne({ $or: [{ 'conferences.id': id }, { 'conferences.documentId': id }] }).lean<
          Row<ErasedCase>
        >(),
      ),
    list: async () =>
      (await Rows.find({}).sort({ approvedAt: -1 }).lean<Row<ErasedCase>[]>()).map((row) => fromRow<ErasedCase>(row)),
    async add(erased) {
      await new Rows(toRow(erased)).save()
    },
    async noteHash(id, hash) {
      await Rows.updateOne({ _id: id }, { $push: { hashes: hash } })
    },
    async clear(id, at) {
      const done = await Rows.updateOne({ _id: id, clearedAt: null }, { $set: { clearedAt: at } })
      return done.matchedCount === 1
    },
  }
}
