import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Long, ObjectId } from 'mongodb'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { startServer } from '#server/app/startServer.ts'
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

/**
 * What a server leaves that was begun with the small demo and ended in order. It is made once for the tests of a file: to copy it
 * takes a small part of the time.
 */
export function demoToCopy() {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-demo-'))
  const made = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'master.key') })
  beforeAll(async () => (await startServer(made, options)).stop())
  afterAll(() => rmSync(dir, { recursive: true }))
  return {
    /** Lays it down where a config says. */
    layAt({ dataDir, keyFile }: Config): void {
      cpSync(made.dataDir, dataDir, { recursive: true })
      mkdirSync(dirname(keyFile), { recursive: true })
      cpSync(made.keyFile, keyFile)
    },
  }
}

/** An entry that the store does not have, as the server writes it ahead. */
export async function copyOfSomeEntry({ dataDir }: Config) {
  const open = await openFolder(dataDir)
  const row = await open.client.db(DATABASE).collection('journal').findOne({}, { promoteValues: false })
  await open.close()
  return { ...row, _id: new ObjectId(), sequence: Long.fromNumber(999_999) }
}
