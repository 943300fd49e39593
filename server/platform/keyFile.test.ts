import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { KeyFileError, readOrMakeKeyFile } from './keyFile.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsunagi-key-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('[KS4] the master key is made once, for its owner’s eyes only, and read again afterwards', async () => {
  const path = join(folder, 'keys', 'master.key')

  const made = await Promise.all([readOrMakeKeyFile(path), readOrMakeKeyFile(path)])
  const read = await readOrMakeKeyFile(path)

  expect([made[0], made[1]]).toEqual([read, read])
  expect([read.byteLength, (await stat(path)).mode & 0o777]).toEqual([32, 0o600])
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key'])
})

test('[KS4] a master key that others can read, or of another size, is refused and left as it is', async () => {
  const open = join(folder, 'open.key')
  const short = join(folder, 'short.key')
  await readOrMakeKeyFile(open)
  await chmod(open, 0o644)
  await writeFile(short, new Uint8Array(16), { mode: 0o600 })

  await expect(readOrMakeKeyFile(open)).rejects.toBeInstanceOf(KeyFileError)
  await expect(readOrMakeKeyFile(short)).rejects.toBeInstanceOf(KeyFileError)

  expect((await stat(short)).size).toBe(16)
})

test('[OP2.56] where the system does not tell who may read a file, the key is taken', async () => {
  const path = join(folder, 'windows.key')
  await writeFile(path, new Uint8Array(32), { mode: 0o666 })
  await chmod(path, 0o666)
  const { platform } = process
  Object.defineProperty(process, 'platform', { value: 'win32' })
  onTestFinished(() => void Object.defineProperty(process, 'platform', { value: platform }))

  expect((await readOrMakeKeyFile(path)).byteLength).toBe(32)
})
