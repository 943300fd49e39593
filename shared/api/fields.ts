import { z } from 'zod'
import { type Id, type IdKind, isId } from '#shared/core/ids.ts'
import { type PlainDate, plainDate } from '#shared/core/time.ts'
import { readAreaCode } from '#shared/domain/areaCode.ts'

/** An id of one kind; any other text is refused before a query sees it. */
export const idField = <Kind extends IdKind>(kind: Kind) => z.custom<Id<Kind>>((value) => isId(kind, value))

/** `YYYY-MM-DD` that a calendar has. */
export const dayField = z.custom<PlainDate>((value) => typeof value === 'string' && plainDate(value) !== null)

/** What ends a line, a tab, and characters that nobody sees and no page or paper can show. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu

/**
 * Marks that turn what comes after them around, to the end of the line that they are shown in: a date beside a name, say; the marks of
 * a direction do so to figures and brackets.
 */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/**
 * A line a person typed: kept as written but for marks that turn letters around, for breaks, which count as a space, and for
 * white space at its ends. Unit: UTF-16 code units.
 */
export const lineField = (longest: number) =>
  z
    .string()
    .overwrite((text) => text.replace(TURNING, '').replace(BREAKS, ' '))
    .trim()
    .min(1)
    .max(longest)

/** The code of a local government, in six digits. */
export const areaCodeField = z.string().refine((text) => readAreaCode(text) === text)

/** May something be done, and if not, why not: a reason of the policy, in words by the client. */
export const mayField = z.union([
  z.strictObject({ allowed: z.literal(true) }),
  z.strictObject({ allowed: z.literal(false), because: z.string() }),
])
export type May = z.infer<typeof mayField>

/** Unit: characters. A passphrase is long instead of complicated. */
const PASSWORD_MIN_LENGTH = 15
export const PASSWORD_MAX_LENGTH = 200

/** A password as it is chosen; at sign-in any text is compared. */
export const passwordField = z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH)
