import { type Connection, Schema } from 'mongoose'
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
import type { SupportCase } from '#shared/domain/supportCase.ts'
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
    team: { type: [teamPlaceSchema], required: true },
  },
  ROW_OPTIONS,
)
caseSchema.index({ number: 1 }, { unique: true })
caseSchema.index({ fiscalYear: 1, number: -1 })

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

const runningOf = ({ number }: Pick<CaseRow, 'number'>): number => Number(number.split('-').at(-1))
const LAST_OF_THREE_DIGITS = 999

/** Rows in, rows out. */
export function mongoCaseStore(connection: Connection): CaseStore {
  const Cases = connection.model('Case', caseSchema, 'cases')
  const Bases = connection.model('SharingBasis', basisSchema, 'sharingBases')
  const basesWhere = async (where: { readonly caseId?: CaseId }): Promise<readonly SharingBasis[]> =>
    (await Bases.find(where).sort({ from: 1 }).lean<Row<SharingBasis>[]>()).map((row) => fromRow<SharingBasis>(row))
  return {
    async find(id) {
      const row = await Cases.findById(id).lean<CaseRow>()
      return row === null ? null : toCase(row)
    },
    list: async () => (await Cases.find({}).sort({ number: -1 }).lean<CaseRow[]>()).map(toCase),
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
    async findBasis(id) {
      const row = await Bases.findById(id).lean<Row<SharingBasis>>()
      return row === null ? null : fromRow<SharingBasis>(row)
    },
    listBases: (caseId) => basesWhere({ caseId }),
    // One walk over all is half the work of a look into the index for each of a thousand cases.
    listAllBases: () => basesWhere({}),
    async saveBasis(basis) {
      await Bases.replaceOne({ _id: basis.id }, toRow(basis), { upsert: true })
    },
  }
}
