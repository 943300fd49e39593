import { pathToFileURL } from 'node:url'
import type { Connection } from 'mongoose'
import { damageIn } from '#server/embedded-store/storage/damageIn.ts'
import { bad, type Finding, good, notice } from './finding.ts'

interface ToLookThrough {
  readonly indexes: readonly { readonly ns: string }[]
  readonly setAsideCount: number
}

/** Whether what the embedded store keeps is as it was written: of a running one, from beside it, so that nobody waits. */
export async function checkSound(
  connection: Connection,
  health: ToLookThrough,
  kind: 'running' | 'own',
): Promise<Finding> {
  const faults = kind === 'own' ? await validated(connection, health) : await seenFromBeside(connection)
  if (faults === null) {
    return notice(
      'データの健全さは調べませんでした（控えを取っている途中か、ディスクが一杯です）/ not looked through: a backup is being made, or the disk is full',
      'あとでもう一度 npm run doctor してください / ask again later',
    )
  }
  if (faults.length > 0) {
    return bad(
      `データが壊れています: ${faults.join('; ')} / the data are damaged`,
      'サーバーを止め、控えから戻してください（docs/OPERATING.md「壊れたとき」）/ stop the server and restore a backup',
    )
  }
  const { setAsideCount } = health
  const aside = setAsideCount > 0 ? `（取り分けた記録 ${setAsideCount}、30 日で消えます）` : ''
  const depth =
    kind === 'own'
      ? '索引まで照合 / indexes compared'
      : 'サーバーが動いているため索引の照合は省略 / indexes not compared while it runs'
  return good(`データは健全です${aside}（${depth}）/ the data are sound`)
}

/** Every index is compared with every document, which takes the store's whole time. */
async function validated(connection: Connection, { indexes }: ToLookThrough): Promise<readonly string[]> {
  const faults: string[] = []
  for (const ns of new Set(indexes.map((index) => index.ns))) {
    const [database = '', ...name] = ns.split('.')
    const found = await connection
      .getClient()
      .db(database)
      .command({ validate: name.join('.'), full: true })
    faults.push(...found.errors.map((fault: string) => `${ns}: ${fault}`))
    if (found.corruptRecords.length > 0)
      faults.push(`${ns}: ${found.corruptRecords.length} records ${found.corruptRecords.join(', ')}`)
  }
  return faults
}

/** null where a part lies in the log, which cannot be seen from beside: the store is not kept from its work for that. */
async function seenFromBeside(connection: Connection): Promise<readonly string[] | null> {
  const admin = connection.getClient().db('admin')
  const { hold, file, logBytes } = await admin.command({ embeddedStoreHold: 1 })
  let found: readonly string[] | null
  try {
    found = Number(logBytes) === 0 ? damageIn(asItLies(file)) : null
  } catch (cause) {
    await admin.command({ embeddedStoreLetGo: hold })
    throw cause
  }
  const { wasHeld } = await admin.command({ embeddedStoreLetGo: hold })
  if (!wasHeld) throw new Error('途中でデータが変わりました。もう一度 / the data changed meanwhile: try again')
  return found
}

/** Without a lock, which the store has, and without its log. */
function asItLies(file: string): URL {
  const place = pathToFileURL(file)
  place.searchParams.set('immutable', '1')
  return place
}
