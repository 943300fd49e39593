import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { endingLedger, endingPathOf } from './endingLedger.ts'
import { erasureLedger, ledgerPathOf } from './erasureLedger.ts'
import type { FileLedger, Kept } from './fileLedger.ts'
import { rightsLedger, rightsPathOf } from './rightsLedger.ts'

/** Unit: records that `into` does not know, or knows as they were before. */
type Count = (into: string, from: readonly string[]) => Promise<number>

interface Comparing {
  /** Has the ledger at `into` know what those at `from` know as well. */
  readonly gather: Count
  /** What it would come to know; changes nothing. */
  readonly lacks: Count
}

interface LedgerKind extends Comparing {
  /** What it is called in a data folder. */
  readonly file: string
  readonly ja: string
}

/** Nothing that `into` knows is lost: a record takes the place of one of the same id only where it is the later of the two. */
function comparing<Item extends Kept>(
  open: (path: string) => FileLedger<Item>,
  isLater: (one: Item, than: Item) => boolean,
): Comparing {
  const together = async (into: string, from: readonly string[]) => {
    const own = await open(into).read()
    const known = new Map<string, Item>(own.map((one) => [one.id, one]))
    for (const path of from) {
      for (const one of await open(path).read()) {
        const before = known.get(one.id)
        if (before === undefined || isLater(one, before)) known.set(one.id, one)
      }
    }
    const all = [...known.values()]
    return { all, count: all.filter((one) => !own.includes(one)).length }
  }
  return {
    async gather(into, from) {
      const { all, count } = await together(into, from)
      if (count > 0) await open(into).replaceAll(all)
      return count
    },
    lacks: async (into, from) => (await together(into, from)).count,
  }
}

const LEDGERS: readonly LedgerKind[] = [
  {
    ...{ file: basename(ledgerPathOf('')), ja: '廃棄台帳' },
    ...comparing(erasureLedger, (one, than) => one.clearedAt !== null && than.clearedAt === null),
  },
  {
    ...{ file: basename(endingPathOf('')), ja: '撤回・終了台帳' },
    ...comparing(endingLedger, (one, than) => one.endedOn < than.endedOn),
  },
  {
    ...{ file: basename(rightsPathOf('')), ja: '権限台帳' },
    ...comparing(rightsLedger, (one, than) => one.epoch > than.epoch),
  },
]

/**
 * Writes the ledgers of a data folder, as they stand, under `prefix` and their own names, durably: whoever loses the disk of the data
 * has them with the backups. What a file of that name knew already stays in it; of a ledger that is not there nothing is written.
 *
 * Throws: `LedgerError`; the system's when it cannot be written.
 */
export async function copyLedgers(dataDir: string, prefix: string): Promise<void> {
  for (const { file, gather } of LEDGERS) await gather(`${prefix}${file}`, [join(dataDir, file)])
}

/** A copy of a ledger beside a backup, held against the ledger. */
export interface LedgerCopy {
  readonly path: string
  readonly ja: string
  readonly isThere: boolean
  /** Unit: records of the ledger that it does not know, or knows as they were before. */
  readonly lacks: number
}

/** Throws: `LedgerError` for a copy under `prefix` that cannot be read. */
export async function assertCopiesReadable(prefix: string): Promise<void> {
  for (const { file, lacks } of LEDGERS) await lacks(`${prefix}${file}`, [])
}

/** How the copies under `prefix` stand to the ledgers of a data folder. Throws: `LedgerError` for any of them that cannot be read. */
export async function ledgerCopiesAt(dataDir: string, prefix: string): Promise<readonly LedgerCopy[]> {
  const copies: LedgerCopy[] = []
  for (const { file, ja, lacks } of LEDGERS) {
    const path = `${prefix}${file}`
    copies.push({ path, ja, isThere: existsSync(path), lacks: await lacks(path, [join(dataDir, file)]) })
  }
  return copies
}

/** Has the ledgers of a data folder know what copies in another know. Throws: `LedgerError`; the system's when one cannot be written. */
export async function takeLedgers(from: string, dataDir: string): Promise<void> {
  for (const { file, gather } of LEDGERS) await gather(join(dataDir, file), [join(from, file)])
}

const NO_LEDGER_LINE =
  '台帳が DATA_DIR に一つもありません。控えといっしょに書かれた写し（名前の終わりが .erased-cases.json、.ended-bases.json、.rights.json）があれば、人を入れる前に、すべて DATA_DIR に置いて、もう一度 --restored を付けて始めてください。/ There is no ledger in DATA_DIR: if copies of them lie with your backups, stop the server, lay all of them there, and start once more with --restored.'

/**
 * Has the ledgers of a data folder know what the copies know that were laid beside the backup in it, whichever backup each is of. Call it
 * before they are asked what is over. Answers with what the terminal should say.
 *
 * Throws: `LedgerError`, also for a copy that cannot be read: nobody may come then.
 */
export async function gatherLaidLedgers(dataDir: string): Promise<readonly string[]> {
  // Beside MongoDB the folder holds nothing but the ledgers.
  const names = existsSync(dataDir) ? await readdir(dataDir) : []
  const lines: string[] = []
  for (const { file, ja, gather } of LEDGERS) {
    const wasThere = existsSync(join(dataDir, file))
    const laid = names.filter((name) => name.endsWith(`.${file}`)).map((name) => join(dataDir, name))
    const count = await gather(join(dataDir, file), laid)
    if (count > 0) lines.push(wasThere ? addedLine(ja, file, count) : takenLine(ja, file))
  }
  if (LEDGERS.some(({ file }) => existsSync(join(dataDir, file)))) return lines
  return [NO_LEDGER_LINE]
}

const takenLine = (ja: string, file: string) =>
  `${ja}がなかったので、控えといっしょにあった写しから戻しました。/ ${file} was not there and is taken from the copies beside the backup.`
const addedLine = (ja: string, file: string, count: number) =>
  `${ja}に、控えといっしょにあった写しから、より新しいこと ${count} 件を書き足しました。/ ${file} now holds ${count} more that the copies beside the backup knew.`
