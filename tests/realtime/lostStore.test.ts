import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { NODE_24, ROOT, SERVER_ENVIRONMENT, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { BARE } from '#tests/support/bareEnvironment.ts'

/** The store's thread fails a moment after each start, as over a disk that answers with errors. */
const FAILING = `
  import { isMainThread } from 'node:worker_threads'
  if (!isMainThread) setTimeout(() => { throw new Error('the disk answers with errors') }, 1_500)`

test('[OP2.41] whoever looks at the terminal of a server whose store is gone for good reads why it ended, and what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-lost-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const failing = join(folder, 'failing.mjs')
  await writeFile(failing, FAILING)
  const environment = { ...BARE, ...SERVER_ENVIRONMENT }
  const server = spawn(NODE_24, [...SERVER_FLAGS, 'server/app/main.ts'], {
    cwd: ROOT,
    env: {
      ...environment,
      DATA_DIR: join(folder, 'data'),
      PORT: '0',
      NODE_OPTIONS: `--import ${pathToFileURL(failing).href}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void server.kill('SIGKILL'))

  const [said, [code]] = await Promise.all([text(server.stderr), once(server, 'exit')])

  expect(code).toBe(1)
  expect(said.trimEnd().split('\n').at(-1)).toMatch(/^データを.*止まった.*npm run doctor.*\/ The store/)
})
