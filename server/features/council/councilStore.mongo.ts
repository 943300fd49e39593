import { type Connection, Schema } from 'mongoose'
import { fromRow, optionalText, ROW_OPTIONS, type Row, requiredText, toRow } from '#server/platform/rows.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import type { Council, CouncilStore } from './councilStore.ts'

/** Left out while no 支援会議 is registered. */
const supportMeetings = {
  type: [
    new Schema(
      { law: requiredText, charter: requiredText, from: requiredText, until: optionalText },
      { _id: false, ...ROW_OPTIONS },
    ),
  ],
  default: undefined,
}

const councilSchema = new Schema(
  { _id: requiredText, name: requiredText, isDemo: { type: Boolean, required: true }, supportMeetings },
  ROW_OPTIONS,
)

/** Left out by whoever has had no other name. */
const formerNames = {
  type: [new Schema({ name: requiredText, until: requiredText }, { _id: false, ...ROW_OPTIONS })],
  default: undefined,
}

const organisationSchema = new Schema(
  {
    _id: requiredText,
    name: requiredText,
    kana: requiredText,
    shortName: requiredText,
    kinds: { type: [String], required: true },
    areaCode: optionalText,
    isMember: { type: Boolean, required: true },
    closedOn: optionalText,
    formerNames,
  },
  ROW_OPTIONS,
)

const offices = {
  type: [new Schema({ office: requiredText, from: requiredText, until: optionalText }, { _id: false, ...ROW_OPTIONS })],
  required: true,
}

/** Left out by whoever never came back after their membership was over. */
const earlierTerms = {
  type: [
    new Schema(
      {
        ...{ from: requiredText, until: requiredText, role: requiredText, volunteerKind: optionalText },
        ...{ offices, succeeds: String },
      },
      { _id: false, ...ROW_OPTIONS },
    ),
  ],
  default: undefined,
}

const memberSchema = new Schema(
  {
    _id: requiredText,
    name: requiredText,
    kana: requiredText,
    organisationId: requiredText,
    role: requiredText,
    volunteerKind: optionalText,
    offices,
    from: requiredText,
    until: optionalText,
    formerSeats: {
      type: [new Schema({ organisationId: requiredText, until: requiredText }, { _id: false, ...ROW_OPTIONS })],
      default: undefined,
    },
    formerNames,
    seatedAt: Number,
    succeeds: String,
    earlierTerms,
  },
  ROW_OPTIONS,
)

/** The kana order that the stored code units give only for one script is not Japanese order; `Intl.Collator('ja')` is. */
const kanaOrder = new Intl.Collator('ja')
const byKana = (one: { readonly kana: string }, other: { readonly kana: string }) =>
  kanaOrder.compare(one.kana, other.kana)

/** Rows in, rows out. */
export function mongoCouncilStore(connection: Connection): CouncilStore {
  const Councils = connection.model('Council', councilSchema, 'councils')
  const Organisations = connection.model('Organisation', organisationSchema, 'organisations')
  const Members = connection.model('Member', memberSchema, 'members')
  const readCouncil = async () => {
    const row = await Councils.findOne({}).lean<Row<Council>>()
    return row === null ? null : fromRow<Council>(row)
  }
  return {
    readCouncil,
    listSupportMeetings: async () => (await readCouncil())?.supportMeetings ?? [],
    async saveCouncil(council) {
      await Councils.replaceOne({ _id: council.id }, toRow(council), { upsert: true })
    },
    async findOrganisation(id) {
      const row = await Organisations.findById(id).lean<Row<Organisation>>()
      return row === null ? null : fromRow<Organisation>(row)
    },
    async listOrganisations() {
      const rows = await Organisations.find({}).lean<Row<Organisation>[]>()
      return rows.map((row) => fromRow<Organisation>(row)).toSorted(byKana)
    },
    async saveOrganisation(organisation) {
      await Organisations.replaceOne({ _id: organisation.id }, toRow(organisation), { upsert: true })
    },
    async findMember(id) {
      const row = await Members.findById(id).lean<Row<Member>>()
      return row === null ? null : fromRow<Member>(row)
    },
    async listMembers() {
      const rows = await Members.find({}).lean<Row<Member>[]>()
      return rows.map((row) => fromRow<Member>(row)).toSorted(byKana)
    },
    async saveMember(member) {
      await Members.replaceOne({ _id: member.id }, toRow(member), { upsert: true })
    },
  }
}
