import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { assertCopiesReadable, type LedgerCopy, ledgerCopiesAt } from '#server/app/ledgerCopies.ts'
import { reasonOf } from '#server/embedded-store/storeErrors.ts'
import { bad, type Finding, good, notice } from './finding.ts'

const AGAIN =
  'npm run backup -- <ファイル> で控えを取り直すと、そばに写しも書かれます。控えは写しといっしょに移してください / make another backup: copies are written beside it; keep them together'

const MEND_COPY =
  'その写しを使って戻すと、サーバーは始まりません。読む権限を確かめ、壊れていれば消して、控えを取り直してください / a server that is put back with it does not start: see that it may be read; if it is damaged remove it and make another backup'

/**
 * Whether the copies of the ledgers beside the backups that lie here can be read, and those of the newest are all there:
 * where the disk of the data is lost, what was withdrawn or destroyed is over by them alone.
 */
export async function checkLedgerCopies(files: readonly string[], dataDir: string): Promise<readonly Finding[]> {
  const there = [...new Set(files.filter(existsSync))]
  const unreadable: Finding[] = []
  for (const file of there) {
    const cause = await assertCopiesReadable(`${file}.`).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (cause !== null) unreadable.push(bad(`控え ${basename(file)} のそばの写し: ${reasonOf(cause)}`, MEND_COPY))
  }
  const newest = there.at(-1)
  if (unreadable.length > 0 || newest === undefined) return unreadable
  // A ledger that cannot be read is told of by whoever looks at erasures.
  const copies = await ledgerCopiesAt(dataDir, `${newest}.`).catch(() => [])
  return copies.length === 0 ? [] : [ofNewest(basename(newest), copies)]
}

function ofNewest(name: string, copies: readonly LedgerCopy[]): Finding {
  const missing = copies.filter(({ isThere, lacks }) => !isThere && lacks > 0).map(({ ja }) => ja)
  if (missing.length > 0) {
    return notice(
      `控え ${name} のそばに、台帳の写しがありません: ${missing.join('、')} / copies of ledgers are not beside the newest backup`,
      AGAIN,
    )
  }
  const later = copies.reduce((sum, { lacks }) => sum + lacks, 0)
  const since = later === 0 ? '台帳のとおり' : `控えの後のこと ${later} 件はまだない`
  return good(`控え ${name} のそばの台帳の写し、${since} / the copies of the ledgers beside the newest backup`)
}
