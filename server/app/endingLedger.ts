import { join } from 'node:path'
import { z } from 'zod'
import type { EndedBasis } from '#server/features/cases/endedBases.ts'
import { dayField, idField } from '#shared/api/fields.ts'
import { type FileLedger, fileLedger } from './fileLedger.ts'

/** Where it lies: beside the store, and not in it. */
export const endingPathOf = (dataDir: string): string => join(dataDir, 'ended-bases.json')

const Ended = z.object({ id: idField('basis'), councilId: idField('council'), endedOn: dayField })

/** The ledger of ended bases in a file: ids and days, and nothing of whom they were about. */
export const endingLedger = (path: string): FileLedger<EndedBasis> =>
  fileLedger(path, { shape: Ended, name: { ja: '撤回・終了台帳', en: 'the ledger of ended bases' } })
