import { type Connection, Schema, trusted } from 'mongoose'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import {
  fromRow,
  optionalText,
  ROW_OPTIONS,
  type Row,
  requiredNumber,
  requiredText,
  toRow,
} from '#server/platform/rows.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { fiscalYearOf } from '#shared/core/time.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import { FINISHED, type SupportCase } from '#shared/domain/supportCase.ts'
import type { CaseStore } from './caseStore.ts'

const teamPlaceSchema = new Schema(
  {
    organisationId: requiredText,
    memberId: optionalText,
    categories: { type: [String], required: true },
    from: requiredText,
    until: optionalText,
  },
  { _id: false, ...ROW_OPTIONS },
)

const duplicateSchema = new Schema({ of: requiredText, stateBefore: requiredText }, { _id: false, ...ROW_OPTIONS })

const caseSchema = new Schema(
  {
    _id: requiredText,
    number: requiredText,
    fiscalYear: requiredNumber,
    callName: requiredText,
    needs: { type: [String], required: true },
    areaCode: optionalText,
    leadOrganisationId: requiredText,
    state: requiredText,
    openedOn: requiredText,
    closedOn: String,
    team: { type: [teamPlaceSchema], required: true },
    duplicate: { type: duplicateSchema, default: null },
  },
  ROW_OPTIONS,
)
caseSchema.index({ number: 1 }, { unique: true })
caseSchema.index({ fiscalYear: 1, number: -1 })
caseSchema.index({ 'team.organisationId': 1 })
caseSchema.index({ state: 1 })
caseSchema.index({ 'duplicate.of': 1 })

/** Left out of whatever is no consent, and of those from before it was kept. */
const consent = {
  type: new Schema(
    { way: requiredText, on: requiredText, purpose: requiredText, paperBy: optionalText, paperOn: String },
    { _id: false, ...ROW_OPTIONS },
  ),
  default: undefined,
}

const basisSchema = new Schema(
  {
    _id: requiredText,
    caseId: requiredText,
    kind: requiredText,
    discloserId: requiredText,
    recipientIds: { type: [String], required: true },
    categories: { type: [String], required: true },
    from: requiredText,
    until: optionalText,
    endedOn: optionalText,
    reason: String,
    consent,
    recordedBy: String,
    recordedAt: Number,
  },
  ROW_OPTIONS,
)
basisSchema.index({ caseId: 1, from: 1 })

/** The fiscal year stands in the row only, so that the last number of a year is one look into an index. */
interface CaseRow extends Row<SupportCase> {
  readonly fiscalYear: number
}

const toCase = ({ fiscalYear: _, ...row }: CaseRow): SupportCase => fromRow<SupportCase>(row)
const toCaseRow = (theCase: SupportCase): CaseRow => ({ ...toRow(theCase), fiscalYear: fiscalYearOf(theCase.openedOn) })

/** Of more cases than these, one walk over the bases of all is less work than a look into the index for each. */
const LOOKED_UP = 200

const runningOf = ({ number }: Pick<CaseRow, 'number'>): number => Number(number.split('-').at(-1))
const LAST_OF_THREE_DIGITS = 999

/** Whose bases are asked for; all when nothing is said. */
interface OfCases {
  readonly caseId?: CaseId | { readonly $in: CaseId[] }
  readonly endedOn?: { readonly $ne: null }
}

interface BasisStore
  extends Pick<CaseStore, 'findBasis' | 'listBases' | 'listBasesOf' | 'listEndedBases' | 'saveBasis'> {
  removeBasesOf(id: CaseId): Promise<void>
}

function basesOf(connection: Connection): BasisStore {
  const Bases = connection.model('SharingBasis', basisSchema, 'sharingBases')
  const basesWhere = async (where: OfCases): Promise<readonly SharingBasis[]> =>
    (await Bases.find(where).sort({ from: 1 }).lean<Row<SharingBasis>[]>()).map((row) => fromRow<SharingBasis>(row))
  return {
    async findBasis(id) {
      const row = await Bases.findById(id).lean<Row<SharingBasis>>()
      return row === null ? null : fromRow<SharingBasis>(row)
    },
    listBases: (caseId) => basesWhere({ caseId }),
    async listBasesOf(caseIds) {
      if (caseIds.length < LOOKED_UP) return basesWhere({ caseId: trusted({ $in: [...caseIds] }) })
      const wanted = new Set(caseIds)
      return (await basesWhere({})).filter(({ caseId }) => wanted.has(caseId))
    },
    listEndedBases: () => basesWhere({ endedOn: trusted({ $ne: null }) }),
    async saveBasis(basis) {
      await Bases.replaceOne({ _id: basis.id }, toRow(basis), { upsert: true })
    },
    async removeBasesOf(caseId) {
      await Bases.deleteMany({ caseId })
    },
  }
}

/** Rows in, rows out. */
export function mongoCaseStore(connection: Connection): CaseStore {
  const Cases = connection.model('Case', caseSchema, 'cases')
  const { removeBasesOf, ...bases } = basesOf(connection)
  return {
    ...bases,
    async find(id) {
      const row = await Cases.findById(id).lean<CaseRow>()
      return row === null ? null : toCase(row)
    },
    list: async () => (await Cases.find({}).sort({ number: 1 }).lean<CaseRow[]>()).map(toCase),
    async listTeams() {
      const rows = await Cases.find({}, { team: 1 }).lean<Pick<CaseRow, '_id' | 'team'>[]>()
      return rows.map(({ _id, team }) => ({ id: _id, team }))
    },
    async findByNumber(number) {
      const row = await Cases.findOne({ number }).lean<CaseRow>()
      return row === null ? null : toCase(row)
    },
    listDuplicatesOf: async (id) =>
      (await Cases.find({ 'duplicate.of': id }).sort({ number: 1 }).lean<CaseRow[]>()).map(toCase),
    listOf: async (id) =>
      (await Cases.find({ 'team.organisationId': id }).sort({ number: -1 }).lean<CaseRow[]>()).map(toCase),
    async lastRunning(fiscalYear) {
      const row = await Cases.findOne({ fiscalYear }).sort({ number: -1 }).lean<CaseRow>()
      const last = row === null ? 0 : runningOf(row)
      if (last < LAST_OF_THREE_DIGITS) return last
      // As texts, R08-999 comes after R08-1000.
      return Math.max(...(await Cases.find({ fiscalYear }, { number: 1 }).lean<CaseRow[]>()).map(runningOf))
    },
    async add(theCase) {
      try {
        await new Cases(toCaseRow(theCase)).save()
      } catch (cause) {
        if (isDuplicateKey(cause)) throw new AppError('conflict', { because: 'numberTaken' }, { cause })
        throw cause
      }
    },
    async save(theCase) {
      await Cases.replaceOne({ _id: theCase.id }, toCaseRow(theCase))
    },
    listFinished: async () =>
      (
        await Cases.find({ state: trusted({ $in: [...FINISHED] }) })
          .sort({ number: 1 })
          .lean<CaseRow[]>()
      ).map(toCase),
    async remove(id) {
      await removeBasesOf(id)
      await Cases.deleteOne({ _id: id })
    },
  }
}
