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
import type { CaseId } from '#shared/core/ids.ts'
import type { Conference } from '#shared/domain/conference.ts'
import type { ConferenceStore } from './conferenceStore.ts'

const attendanceSchema = new Schema(
  { memberId: requiredText, state: requiredText, reply: String },
  { _id: false, ...ROW_OPTIONS },
)

const chosenByChair = {
  type: [
    new Schema(
      { chairId: requiredText, on: requiredText, memberIds: { type: [String], default: undefined } },
      { _id: false, ...ROW_OPTIONS },
    ),
  ],
  default: undefined,
}

const conferenceSchema = new Schema(
  {
    _id: requiredText,
    caseId: requiredText,
    title: requiredText,
    meetingKind: requiredText,
    startsAt: requiredNumber,
    place: requiredText,
    basisId: optionalText,
    state: requiredText,
    documentId: requiredText,
    attendance: { type: [attendanceSchema], required: true },
    alsoPresent: String,
    openedAt: Number,
    endedAt: Number,
    calledOffBecause: String,
    chosenByChair,
  },
  ROW_OPTIONS,
)
conferenceSchema.index({ documentId: 1 }, { unique: true })
conferenceSchema.index({ startsAt: -1 })
conferenceSchema.index({ caseId: 1, startsAt: -1 })

/** Rows in, rows out. */
export function mongoConferenceStore(connection: Connection): ConferenceStore {
  const Conferences = connection.model('Conference', conferenceSchema, 'conferences')
  const read = (row: Row<Conference> | null) => (row === null ? null : fromRow<Conference>(row))
  const listWhere = async (where: { readonly caseId?: CaseId }): Promise<readonly Conference[]> =>
    (await Conferences.find(where).sort({ startsAt: -1 }).lean<Row<Conference>[]>()).map((row) =>
      fromRow<Conference>(row),
    )
  return {
    find: async (id) => read(await Conferences.findById(id).lean<Row<Conference>>()),
    findByDocument: async (documentId) => read(await Conferences.findOne({ documentId }).lean<Row<Conference>>()),
    list: () => listWhere({}),
    listOf: (caseId) => listWhere({ caseId }),
    async save(conference) {
      await Conferences.replaceOne({ _id: conference.id }, toRow(conference), { upsert: true })
    },
    async removeOf(caseId) {
      await Conferences.deleteMany({ caseId })
    },
  }
}
