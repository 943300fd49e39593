import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { changeKey } from '#scripts/newKey.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { checkTrail } from '#scripts/verifyTrail.ts'
import { startServer } from '#server/app/startServer.ts'
import type { Config } from '#server/platform/config.ts'
import { nextKeyFileOf } from '#server/platform/keyFile.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { configOf, folder, options } from '#tests/support/copies.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { replicaSetOfFile } from '#tests/support/replicaSetOfFile.ts'
import { demoVisitor } from '#tests/support/visitor.ts'

const withoutMongod = isWithoutMongod()
const set = replicaSetOfFile()

function aPlace() {
  const dir = folder()
  const environment = {
    MONGODB_URI: `${set().uri.split('?')[0]}tsunagi_${dir.slice(-6)}?${set().uri.split('?')[1]}`,
    DATA_DIR: join(dir, 'data'),
    KEY_FILE: join(dir, 'keys', 'master.key'),
  }
  return { environment, config: configOf(environment) }
}

/** What the note of the demo says to whoever opens it, on a server of its own. */
async function digestAt(config: Config): Promise<unknown> {
  const server = await startServer(config, options)
  const coordinator = await demoVisitor(server.address, 'B')
  const { documentId } = (await coordinator.get(`/api/conferences/${fixedId('conference', 1)}`)).body
  const { body } = await coordinator.get(`/api/documents/${documentId}/digest`)
  await server.stop()
  return body
}

/** Begins a change as whoever types it does, and kills it a moment after the new key lies there. */
async function killedAfter(afterMs: number, { environment, config }: ReturnType<typeof aPlace>): Promise<boolean> {
  const env = { ...BARE, ...environment }
  const child = spawn(NODE_24, ['scripts/newKey.ts'], { cwd: ROOT, env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  const before = readFileSync(config.keyFile)
  while (child.exitCode === null && !existsSync(nextKeyFileOf(config.keyFile))) await pause(1)
  await pause(afterMs)
  child.kill('SIGKILL')
  await ended
  return before.equals(readFileSync(config.keyFile))
}

test.skipIf(withoutMongod)(
  '[OP2.60] on three real mongod a change of the key that is killed at any moment goes on: no word is lost, and the trail verifies',
  async () => {
    const place = aPlace()
    const { config } = place
    const first = await digestAt(config)

    const isCutOff: boolean[] = []
    for (const afterMs of [0, 20, 40, 60, 80, 120, 200]) isCutOff.push(await killedAfter(afterMs, place))
    const { publicKey } = await changeKey(config)

    expect(isCutOff).toContain(true)
    expect(await digestAt(config)).toEqual(first)
    expect((await checkTrail(config, { folder: null, paper: null, publicKey }, () => undefined)).faults).toEqual([])
  },
  300_000,
)

test.skipIf(withoutMongod)(
  '[OP2.61] beside a server of the same replica set the key is not changed, not even where nobody has done anything on it since it started',
  async () => {
    const { config } = aPlace()
    await digestAt(config)
    const key = readFileSync(config.keyFile)
    const idle = await startServer(config, options)

    await expect(changeKey(config)).rejects.toThrow('サーバーが動いているか')
    await idle.stop()
    expect([readFileSync(config.keyFile).equals(key), existsSync(nextKeyFileOf(config.keyFile))]).toEqual([true, false])
    expect((await changeKey(config)).count).toBeGreaterThan(0)
  },
  120_000,
)

test.skipIf(withoutMongod)(
  '[OP2.60] of two who change it at once at least one has changed it, and what it lies with opens everything',
  async () => {
    const { config } = aPlace()
    const first = await digestAt(config)

    const ended = await Promise.allSettled([changeKey(config), changeKey(config)])

    expect(ended.map(({ status }) => status)).toContain('fulfilled')
    expect(await digestAt(config)).toEqual(first)
  },
  120_000,
)
