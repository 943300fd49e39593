import { z } from 'zod'
import { CONSENT_WAYS } from '#shared/domain/consent.ts'
import { INFORMATION_CATEGORIES, NEED_CATEGORIES } from '#shared/domain/informationCategory.ts'
import { BASIS_KINDS, needsReason } from '#shared/domain/sharingBasis.ts'
import { CASE_STATES, MISSING_MARKS } from '#shared/domain/supportCase.ts'
import { ConferenceSummary } from './conferences.ts'
import { dayField, idField, lineField, mayField } from './fields.ts'

const needs = z.array(z.enum(NEED_CATEGORIES)).max(NEED_CATEGORIES.length)
const categories = z.array(z.enum(INFORMATION_CATEGORIES)).min(1).max(INFORMATION_CATEGORIES.length)
const organisationRef = z.strictObject({ id: idField('organisation'), name: z.string() })

export const CaseSummary = z.strictObject({
  id: idField('case'),
  number: z.string(),
  callName: z.string(),
  needs: needs.readonly(),
  areaCode: z.string().nullable(),
  leadOrganisation: organisationRef,
  state: z.enum(CASE_STATES),
  missing: z.array(z.enum(MISSING_MARKS)).readonly(),
  openedOn: dayField,
  /** When something is shared no longer, where that is near, for whoever may record a basis. `awaitsPaper`: unless a signed sheet comes. */
  basisEnd: z.strictObject({ on: dayField, awaitsPaper: z.boolean() }).optional(),
  /** The last day on which its reader sees the case, when it is near and they stand there for themselves. */
  seenUntil: dayField.optional(),
})
export type CaseSummary = z.infer<typeof CaseSummary>

/** The three fields of a new case. */
export const OpenCaseRequest = z.strictObject({
  callName: lineField(40),
  needs,
  leadOrganisationId: idField('organisation'),
})
export type OpenCaseRequest = z.infer<typeof OpenCaseRequest>

const changedFacts = z
  .strictObject({
    callName: lineField(40),
    needs,
    areaCode: z
      .string()
      .regex(/^\d{6}$/)
      .nullable(),
    leadOrganisationId: idField('organisation'),
    state: z.enum(CASE_STATES),
  })
  .partial()

/** What is left out stays as it is. `shown`: what stood there of what is changed, so that nobody puts over what another has changed since. */
export const ChangeCaseRequest = changedFacts.extend({ shown: changedFacts.optional() })
export type ChangeCaseRequest = z.infer<typeof ChangeCaseRequest>

const consentFields = z.strictObject({
  way: z.enum(CONSENT_WAYS),
  on: dayField,
  purpose: lineField(200),
  paperBy: dayField.nullable(),
})

const ConsentView = consentFields.extend({ paperOn: dayField.optional() })

export const BasisView = z.strictObject({
  id: idField('basis'),
  kind: z.enum(BASIS_KINDS),
  discloser: organisationRef,
  recipients: z.array(organisationRef).readonly(),
  categories: categories.readonly(),
  from: dayField,
  until: dayField.nullable(),
  /** Why without the person's consent; left out of a consent, and where it was not asked for. */
  reason: z.string().optional(),
  /** How the person has agreed; left out of whatever is no consent, and where it was not kept. */
  consent: ConsentView.optional(),
  endedOn: dayField.nullable(),
  state: z.enum(['current', 'ahead', 'expired', 'ended']),
  /** Who recorded it on which day; null where that was not kept. */
  recorded: z.strictObject({ by: z.string(), on: dayField }).nullable(),
})
export type BasisView = z.infer<typeof BasisView>

/** `reason`: of whatever is no consent; `consent`: of one. */
export const RecordBasisRequest = z
  .strictObject({
    kind: z.enum(BASIS_KINDS),
    discloserId: idField('organisation'),
    recipientIds: z.array(idField('organisation')).min(1).max(50),
    categories,
    from: dayField,
    until: dayField.nullable(),
    reason: lineField(200).optional(),
    consent: consentFields.optional(),
  })
  .refine(({ kind, reason }) => needsReason(kind) === (reason !== undefined), { path: ['reason'] })
  .refine(({ kind, consent }) => (kind === 'consent') === (consent !== undefined), { path: ['consent'] })
export type RecordBasisRequest = z.infer<typeof RecordBasisRequest>

/** The day of the signed sheet that followed a consent by word. */
export const KeepConsentPaperRequest = z.strictObject({ on: dayField })
export type KeepConsentPaperRequest = z.infer<typeof KeepConsentPaperRequest>

/** How much of what a person has agreed to ends: all of it, or what is told to one organisation. */
export const WITHDRAWAL_EXTENTS = ['all', 'organisation'] as const
/** How the person has said so: on paper (様式第5号), or by word. */
export const WITHDRAWAL_WAYS = ['inWriting', 'spoken'] as const

/**
 * 同意の撤回, as the person who has it says it: the number on their sheet, and an organisation that it names as a recipient, so that
 * a slip in the number ends nobody else's consent.
 */
export const WithdrawConsentRequest = z.strictObject({
  caseNumber: lineField(20),
  organisationId: idField('organisation'),
  extent: z.enum(WITHDRAWAL_EXTENTS),
  received: z.enum(WITHDRAWAL_WAYS),
})
export type WithdrawConsentRequest = z.infer<typeof WithdrawConsentRequest>

export const TeamPlaceView = z.strictObject({
  organisation: organisationRef,
  member: z.strictObject({ id: idField('member'), name: z.string() }).nullable(),
  categories: categories.readonly(),
  from: dayField,
  until: dayField.nullable(),
})
export type TeamPlaceView = z.infer<typeof TeamPlaceView>

export const JoinTeamRequest = z.strictObject({
  organisationId: idField('organisation'),
  memberId: idField('member').nullable(),
  categories,
  from: dayField,
  until: dayField.nullable(),
})
export type JoinTeamRequest = z.infer<typeof JoinTeamRequest>

/** The last day of the place on the team. */
export const LeaveTeamRequest = z.strictObject({ memberId: idField('member').nullable(), on: dayField })
export type LeaveTeamRequest = z.infer<typeof LeaveTeamRequest>

/** By which number the case is found that a person has, too. */
export const DuplicateOfRequest = z.strictObject({ caseNumber: lineField(20) })
export type DuplicateOfRequest = z.infer<typeof DuplicateOfRequest>

const caseRef = z.strictObject({ id: idField('case'), number: z.string() })

export const CaseDetail = CaseSummary.extend({
  /** Of one that was closed since the person has another. `of`: that one; null for whoever may not know of it. */
  duplicate: z.strictObject({ of: caseRef.nullable() }).optional(),
  /** Those closed for this one that the reader may know of. */
  duplicates: z.array(caseRef).readonly().optional(),
  team: z.array(TeamPlaceView).readonly(),
  bases: z.array(BasisView).readonly(),
  conferences: z.array(ConferenceSummary).readonly(),
  can: z.strictObject({
    /** Without it `team` and `bases` are empty, whatever there is. */
    readTeam: mayField,
    /** Of all needs that there are, those that the reader is shown where the case has them, and may change. */
    seeNeeds: needs.readonly(),
    change: mayField,
    recordBasis: mayField,
    changeTeam: mayField,
    takeAway: mayField,
    readTrail: mayField,
    callConference: mayField,
  }),
})
export type CaseDetail = z.infer<typeof CaseDetail>
