import type { Connection } from 'mongoose'
import { endingLedger, endingPathOf } from '#server/app/endingLedger.ts'
import { erasureLedger, ledgerPathOf } from '#server/app/erasureLedger.ts'
import { rightsLedger, rightsPathOf } from '#server/app/rightsLedger.ts'
import { reasonOf } from '#server/embedded-store/storeErrors.ts'
import { bad, type Finding, good } from './finding.ts'

/** Unit: milliseconds in which an erasure is through where nothing keeps it from going on. */
const SOON_MS = 600_000

interface Erased {
  readonly _id: string
  readonly number: string
  readonly approvedAt: number
  readonly clearedAt: number | null
}

/** Whether every case that two have disposed of is erased, and the ledgers beside the store can be read and know of it. */
export async function checkErasures(connection: Connection, dataDir: string, now: number): Promise<Finding> {
  const rows = connection.getClient().db(connection.name).collection<Erased>('erasedCases')
  const erased = await rows.find({}, { projection: { number: 1, approvedAt: 1, clearedAt: 1 } }).toArray()
  const open = erased.filter(({ clearedAt, approvedAt }) => clearedAt === null && approvedAt < now - SOON_MS)
  if (open.length > 0) {
    return bad(
      `廃棄が終わっていないケースがあります: ${open.map(({ number }) => number).join('、')} / erasures that are not through`,
      'サーバーを動かしておくと毎分続けます。続かなければ、空き容量とログの case.notErased を確かめてください / the running server goes on each minute: free space, see case.notErased in the log',
    )
  }
  try {
    const known = new Set((await erasureLedger(ledgerPathOf(dataDir)).read()).map(({ id }) => String(id)))
    const ended = await endingLedger(endingPathOf(dataDir)).read()
    await rightsLedger(rightsPathOf(dataDir)).read()
    const unknown = erased.filter(({ _id }) => !known.has(_id))
    if (unknown.length === 0)
      return good(
        `廃棄済み ${erased.length} 件、撤回・終了した根拠 ${ended.length} 件が台帳にあります / in the ledgers`,
      )
    return bad(
      `廃棄台帳にないケースがあります: ${unknown.map(({ number }) => number).join('、')} / erased cases that the ledger does not know`,
      'DATA_DIR を確かめ、サーバーを始め直してください。台帳は始めるときに書き足されます / check DATA_DIR and start the server anew: it writes the ledger',
    )
  } catch (cause) {
    return bad(
      reasonOf(cause),
      '控えた台帳を DATA_DIR に戻してください / put the copy of the ledger back into DATA_DIR',
    )
  }
}
