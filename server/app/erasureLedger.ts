import { join } from 'node:path'
import { z } from 'zod'
import { dayField, idField } from '#shared/api/fields.ts'
import type { Instant } from '#shared/core/time.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'
import { type FileLedger, fileLedger } from './fileLedger.ts'

/** Where it lies: beside the store, and not in it. */
export const ledgerPathOf = (dataDir: string): string => join(dataDir, 'erased-cases.json')

const instantField = z
  .number()
  .int()
  .transform((at) => at as Instant)
const termFields = { from: dayField, until: dayField.nullable() }
const Erased = z.object({
  id: idField('case'),
  councilId: idField('council'),
  number: z.string(),
  documentClass: z.string(),
  years: z.number().int(),
  ...{ openedOn: dayField, closedOn: dayField },
  ...{ askedBy: idField('member'), askedAt: instantField, approvedBy: idField('member'), approvedAt: instantField },
  leadOrganisationId: idField('organisation'),
  team: z.array(
    z.object({ organisationId: idField('organisation'), memberId: idField('member').nullable(), ...termFields }),
  ),
  conferences: z.array(
    z.object({ id: idField('conference'), documentId: idField('document'), startsAt: instantField }),
  ),
  hashes: z.array(z.object({ documentId: idField('document'), sha256: z.string() })),
  clearedAt: instantField.nullable(),
})

/** The ledger of erased cases in a file: ids, numbers and days, and no name. */
export const erasureLedger = (path: string): FileLedger<ErasedCase> =>
  fileLedger(path, { shape: Erased, name: { ja: '廃棄台帳', en: 'the ledger of erased cases' } })
