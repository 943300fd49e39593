import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { ErasureLedger } from '#server/features/disposal/disposalStore.ts'
import { keepNames } from '#server/platform/keepNames.ts'
import { makeFolder } from '#server/platform/makeFolder.ts'
import { dayField, idField } from '#shared/api/fields.ts'
import type { Instant } from '#shared/core/time.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'

/** Where it lies: beside the store, and not in it. */
export const ledgerPathOf = (dataDir: string): string => join(dataDir, 'erased-cases.json')

/** The ledger of erased cases cannot be read; what a backup has brought back might open again. */
export class LedgerError extends Error {
  constructor(path: string, options: { readonly cause: unknown }) {
    super(
      `廃棄台帳 ${path} が読めません。読む権限を確かめ、壊れていれば控えた台帳を戻してください。/ the ledger of erased cases cannot be read: see that it is a file and may be read, or put its copy back`,
      options,
    )
    this.name = 'LedgerError'
  }
}

const instantField = z
  .number()
  .int()
  .transform((at) => at as Instant)
const termFields = { from: dayField, until: dayField.nullable() }
const Ledger = z.array(
  z.object({
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
  }),
)

async function read(path: string): Promise<readonly ErasedCase[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw new LedgerError(path, { cause })
  })
  if (text === null) return []
  try {
    return Ledger.parse(JSON.parse(text))
  } catch (cause) {
    throw new LedgerError(path, { cause })
  }
}

/** A crash leaves the one from before or the one from after, never a part of it. */
async function write(path: string, all: readonly ErasedCase[]): Promise<void> {
  makeFolder(dirname(path))
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(all, null, 1)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  }
  await keepNames(dirname(path))
}

/** The ledger in a file: ids, numbers and days, and no name. One who keeps records at a time. */
export function fileLedger(path: string): ErasureLedger {
  let line: Promise<unknown> = Promise.resolve()
  const inLine = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = line.then(work, work)
    line = done.catch(() => undefined)
    return done
  }
  const change = (next: (before: readonly ErasedCase[]) => readonly ErasedCase[]) =>
    inLine(async () => {
      const before = await read(path)
      // In the order of the file, so that the same of the store is told to be the same.
      const after = Ledger.parse(next(before))
      if (JSON.stringify(after) !== JSON.stringify(before)) await write(path, after)
    })
  return {
    read: () => inLine(() => read(path)),
    keep: (records) => change((before) => [...new Map([...before, ...records].map((one) => [one.id, one])).values()]),
    forget: (councilId) => change((before) => before.filter((one) => one.councilId !== councilId)),
  }
}
