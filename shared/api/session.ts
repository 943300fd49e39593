import { z } from 'zod'
import { OFFICES, ROLES } from '#shared/domain/member.ts'
import { MemberView } from './council.ts'
import { areaCodeField, idField, lineField, PASSWORD_MAX_LENGTH, passwordField } from './fields.ts'

export const SignInRequest = z.strictObject({
  loginName: lineField(100),
  password: z.string().min(1).max(PASSWORD_MAX_LENGTH),
})
export type SignInRequest = z.infer<typeof SignInRequest>

/** The password one has, and the one that is to take its place. */
export const OwnPasswordRequest = z.strictObject({ current: SignInRequest.shape.password, password: passwordField })
export type OwnPasswordRequest = z.infer<typeof OwnPasswordRequest>

export const DemoSignInRequest = z.strictObject({ memberId: idField('member') })
export type DemoSignInRequest = z.infer<typeof DemoSignInRequest>

/** The first administrator, with the one-time code that the terminal shows. */
export const SetUpRequest = z.strictObject({
  code: lineField(40),
  councilName: lineField(100),
  organisationName: lineField(100),
  organisationKana: lineField(100),
  /** Of a municipality or a prefecture, whose area cases can be given then. */
  areaCode: areaCodeField.nullable().default(null),
  name: lineField(60),
  kana: lineField(60),
  loginName: lineField(100),
  password: passwordField,
})
export type SetUpRequest = z.infer<typeof SetUpRequest>

export const SessionView = z.strictObject({
  signedIn: z
    .strictObject({
      member: MemberView,
      /** Unit: milliseconds since the epoch. */
      endsAt: z.number(),
      /** Whose the password is: one's own, one that somebody else made up, or none, as in the demo. */
      password: z.enum(['own', 'given', 'none']),
    })
    .nullable(),
  council: z.strictObject({ name: z.string(), isDemo: z.boolean(), needsSetUp: z.boolean() }),
  mode: z.enum(['trial', 'production']),
  csrfToken: z.string(),
})
export type SessionView = z.infer<typeof SessionView>

export const DemoAccount = z.strictObject({
  memberId: idField('member'),
  name: z.string(),
  role: z.enum(ROLES),
  /** Those held today: what an office opens can be tried, too. */
  offices: z.array(z.enum(OFFICES)).readonly(),
  organisationName: z.string(),
})
export type DemoAccount = z.infer<typeof DemoAccount>
