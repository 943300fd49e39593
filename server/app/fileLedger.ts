import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { keepNames } from '#server/platform/keepNames.ts'
import { makeFolder } from '#server/platform/makeFolder.ts'
import type { CouncilId } from '#shared/core/ids.ts'

/** A ledger cannot be read; what a backup has brought back might open again. */
export class LedgerError extends Error {
  constructor(path: string, name: LedgerName, options: { readonly cause: unknown }) {
    super(
      `${name.ja} ${path} が読めません。読む権限を確かめ、壊れていれば控えた台帳を戻してください。/ ${name.en} cannot be read: see that it is a file and may be read, or put its copy back`,
      options,
    )
    this.name = 'LedgerError'
  }
}

interface LedgerName {
  readonly ja: string
  readonly en: string
}

/** What a ledger holds: something of a council, by its id. */
export interface Kept {
  readonly id: string
  readonly councilId: CouncilId
}

interface LedgerForm<Item extends Kept> {
  readonly shape: z.ZodType<Item>
  readonly name: LedgerName
}

/** Records outside the store, which a backup that is put back knows nothing of. */
export interface FileLedger<Item extends Kept> {
  /** Throws: `LedgerError` when it is there and cannot be read. */
  read(): Promise<readonly Item[]>
  /** Holds the records, durably, when it resolves; one of the same id is replaced. */
  keep(items: readonly Item[]): Promise<void>
  /** Holds these records and no others, durably, when it resolves. Cost: nothing is read, nor looked through. */
  replaceAll(items: readonly Item[]): Promise<void>
  /** Lets go of a council that is gone, as a demo that is emptied: the next one may have the same ids. */
  forget(councilId: CouncilId): Promise<void>
}

/** A crash leaves the one from before or the one from after, never a part of it. */
async function write(path: string, all: readonly unknown[]): Promise<void> {
  makeFolder(dirname(path))
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
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

/** A ledger in a file. One who keeps records at a time. */
export function fileLedger<Item extends Kept>(path: string, { shape, name }: LedgerForm<Item>): FileLedger<Item> {
  const Ledger = z.array(shape)
  let line: Promise<unknown> = Promise.resolve()
  const inLine = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = line.then(work, work)
    line = done.catch(() => undefined)
    return done
  }
  const read = async (): Promise<readonly Item[]> => {
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
      throw new LedgerError(path, name, { cause })
    })
    if (text === null) return []
    try {
      return Ledger.parse(JSON.parse(text))
    } catch (cause) {
      throw new LedgerError(path, name, { cause })
    }
  }
  const change = (next: (before: readonly Item[]) => readonly Item[]) =>
    inLine(async () => {
      const before = await read()
      // In the order of the file, so that the same of the store is told to be the same.
      const after = Ledger.parse(next(before))
      if (JSON.stringify(after) !== JSON.stringify(before)) await write(path, after)
    })
  return {
    read: () => inLine(read),
    keep: (items) => change((before) => [...new Map([...before, ...items].map((one) => [one.id, one])).values()]),
    replaceAll: (items) => inLine(() => write(path, items)),
    forget: (councilId) => change((before) => before.filter((one) => one.councilId !== councilId)),
  }
}
