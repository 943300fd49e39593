import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Long, ObjectId } from 'mongodb'
import { onTestFinished } from 'vitest'
import { type Config, readConfig } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'

/** A folder until the test ends. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-copies-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export const configOf = (environment: Record<string, string>): Config => {
  const read = readConfig({ PORT: '0', ...environment }, '/')
  if (!read.ok) throw new Error(JSON.stringify(read.bad))
  return read.config
}

/** How a server with the small demo is started. */
export const options = {
  ...{ demo: 'small' as const, isThrowAway: false, say: () => undefined, onStoreLost: () => undefined },
  log: silentLog,
}

/** An entry that the store does not have, as the server writes it ahead. */
export async function copyOfSomeEntry({ dataDir }: Config) {
  const open = await openFolder(dataDir)
  const row = await open.client.db(DATABASE).collection('journal').findOne({}, { promoteValues: false })
  await open.close()
  return { ...row, _id: new ObjectId(), sequence: Long.fromNumber(999_999) }
}
