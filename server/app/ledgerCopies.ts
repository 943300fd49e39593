import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { endingLedger, endingPathOf } from './endingLedger.ts'
import { erasureLedger, ledgerPathOf } from './erasureLedger.ts'
import type { FileLedger, Kept } from './fileLedger.ts'
import { rightsLedger, rightsPathOf } from './rightsLedger.ts'

/** Has the ledger at `into` know what those at `from` know as well. Unit: records that it did not know, or knew as they were before. */
type Gather = (into: string, from: readonly string[]) => Promise<number>

interface LedgerKind {
  /** What it is called in a data folder. */
  readonly file: string
  readonly ja: string
  readonly gather: Gather
}

/** Nothing that `into` knows is lost: a record takes the place of one of the same id only where it is the later of the two. */
function gathering<Item extends Kept>(
  open: (path: string) => FileLedger<Item>,
  isLater: (one: Item, than: Item) => boolean,
): Gather {
  return async (into, from) => {
    const ledger = open(into)
    const own = await ledger.read()
    const known = new Map<string, Item>(own.map((one) => [one.id, one]))
    for (const path of from) {
      for (const one of await open(path).read()) {
        const before = known.get(one.id)
        if (before === undefined || isLater(one, before)) known.set(one.id, one)
      }
    }
    const all = [...known.values()]
    const count = all.filter((one) => !own.includes(one)).length
    if (count > 0) await ledger.replaceAll(all)
    return count
  }
}

const LEDGERS: readonly LedgerKind[] = [
  {
    ...{ file: basename(ledgerPathOf('')), ja: '廃棄台帳' },
    gather: gathering(erasureLedger, (one, than) => one.clearedAt !== null && than.clearedAt === null),
  },
  {
    ...{ file: basename(endingPathOf('')), ja: '撤回・終了台帳' },
    gather: gathering(endingLedger, (one, than) => one.endedOn < than.endedOn),
  },
  {
    ...{ file: basename(rightsPathOf('')), ja: '権限台帳' },
    gather: gathering(rightsLedger, (one, than) => one.epoch > than.epoch),
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
