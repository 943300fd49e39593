import { join } from 'node:path'
import { z } from 'zod'
import type { KeptRights } from '#server/features/council/rightsPorts.ts'
import { dayField, idField } from '#shared/api/fields.ts'
import type { Instant } from '#shared/core/time.ts'
import { INFORMATION_CATEGORIES } from '#shared/domain/informationCategory.ts'
import { OFFICES, ROLES } from '#shared/domain/member.ts'
import { type FileLedger, fileLedger } from './fileLedger.ts'

/** Where it lies: beside the store, and not in it. */
export const rightsPathOf = (dataDir: string): string => join(dataDir, 'rights.json')

const termFields = { from: dayField, until: dayField.nullable() }
const Member = z.object({
  ...{ id: idField('member'), organisationId: idField('organisation'), role: z.enum(ROLES) },
  offices: z.array(z.object({ office: z.enum(OFFICES), ...termFields })),
  ...termFields,
  seatedAt: z
    .number()
    .int()
    .transform((at) => at as Instant)
    .optional(),
})
const Place = z.object({
  ...{ organisationId: idField('organisation'), memberId: idField('member').nullable() },
  ...{ categories: z.array(z.enum(INFORMATION_CATEGORIES)), ...termFields },
})
const Rights = z.object({
  ...{ id: idField('council'), councilId: idField('council'), epoch: z.number().int() },
  members: z.array(Member),
  organisations: z.array(
    z.object({ id: idField('organisation'), isMember: z.boolean(), closedOn: dayField.nullable() }),
  ),
  teams: z.array(z.object({ id: idField('case'), team: z.array(Place) })),
  passwords: z.array(z.object({ id: idField('account'), mark: z.string().nullable() })),
})

/** The ledger of rights in a file: ids, roles, days and marks of passwords, and no name. */
export const rightsLedger = (path: string): FileLedger<KeptRights> =>
  fileLedger(path, { shape: Rights, name: { ja: '権限台帳', en: 'the ledger of rights' } })
