import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createSecureContext } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { type Config, readConfig } from '#server/platform/config.ts'
import { readOrMakeKeyFile } from '#server/platform/keyFile.ts'
import { startFaultLine } from './startFault.ts'

let dir = ''

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsunagi-fault-'))
  writeFileSync(join(dir, 'a file'), '')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function configOf(): Config {
  const files = {
    KEY_FILE: join(dir, 'a file', 'master.key'),
    TLS_CERT: join(dir, 'none.pem'),
    TLS_KEY: join(dir, 'key.pem'),
  }
  const read = readConfig({ DATA_DIR: dir, ...files }, dir)
  if (!read.ok) throw new Error('the settings of a test are good')
  return read.config
}

async function storeOn(name: string, make: (file: string) => void): Promise<unknown> {
  mkdirSync(join(dir, name))
  make(join(dir, name, 'store.sqlite'))
  return startEmbeddedStore({ dir: join(dir, name) })
}

async function otherMode(): Promise<unknown> {
  writeFileSync(join(dir, 'open.key'), Buffer.alloc(32), { mode: 0o644 })
  return readOrMakeKeyFile(join(dir, 'open.key'))
}

const anotherDatabase = (file: string) => {
  const sqlite = new DatabaseSync(file)
  sqlite.exec('CREATE TABLE other (id INTEGER); PRAGMA user_version = 2')
  sqlite.close()
}

const listenAt = (host: string) =>
  new Promise((_, reject) => {
    createServer().once('error', reject).listen(0, host)
  })

test.each([
  ['a key that others can read', otherMode, /^鍵 KEY_FILE をほかの人も読めます.*chmod 600/],
  [
    'a key that is gone',
    () => readOrMakeKeyFile(join(dir, 'no.key'), async () => false),
    /^データを書いた鍵 KEY_FILE が/,
  ],
  [
    'a key that the system does not let us read',
    () => readOrMakeKeyFile(configOf().keyFile),
    /^KEY_FILE のファイルを読めません/,
  ],
  ['a folder in place of the key', () => readOrMakeKeyFile(dir), /^KEY_FILE がファイルではありません/],
  ['a certificate that is not there', () => readFile(join(dir, 'none.pem')), /^TLS_CERT のファイルを読めません/],
  ['a certificate that is none', async () => createSecureContext({ cert: 'x', key: 'x' }), /^TLS_CERT と TLS_KEY/],
  ['an address of another machine', () => listenAt('192.0.2.1'), /^HOST のアドレスは/],
  [
    'a file that is no store',
    () => storeOn('text', (file) => writeFileSync(file, 'x'.repeat(5_000))),
    /控えから戻して/,
  ],
  ['a store of another program', () => storeOn('other', anotherDatabase), /控えから戻して/],
])('[OP2.24] %s is named at the start with how to mend it, Japanese first', async (_name, start, says) => {
  const line = await Promise.resolve()
    .then(start)
    .then(
      () => 'started',
      (cause: unknown) => startFaultLine(cause, configOf()),
    )

  expect(line).toMatch(says)
  expect(line).toMatch(/^[^/]*てください。\/ \S/)
})
