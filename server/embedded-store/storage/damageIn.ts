import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { isIntact } from './collectionTable.ts'

const isDamaged = (bytes: SQLOutputValue, checksum: SQLOutputValue) =>
  bytes instanceof Uint8Array && isIntact(bytes, checksum) ? 0 : 1

/**
 * What is damaged in a file that nobody writes to meanwhile: a page, or how many records of which collections. A record that
 * rots on the disk goes into every copy as it is, and the last whole one is one day written over.
 */
export function damageIn(file: string | URL): readonly string[] {
  using copy = new DatabaseSync(file, { readOnly: true })
  const [page] = copy.prepare('PRAGMA quick_check').all()
  if (page?.quick_check !== 'ok') return [String(page?.quick_check)]
  copy.function('isDamaged', { deterministic: true }, isDamaged)
  return copy
    .prepare('SELECT id, namespace FROM collections ORDER BY namespace')
    .all()
    .map(({ id, namespace }) => {
      const found = copy.prepare(`SELECT count(*) AS count FROM collection_${id} WHERE isDamaged(doc, checksum)`).get()
      return { namespace, count: Number(found?.count) }
    })
    .filter(({ count }) => count > 0)
    .map(({ namespace, count }) => `${namespace}: ${count} records`)
}
