import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startServer } from '#tests/support/startServer.ts'

/** Nobody ever writes into a FIFO: whoever opens it stands still as before a disk that never answers. */
async function aDiskThatNeverAnswers(asksIt: (disk: string) => string): Promise<{ readonly NODE_OPTIONS: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-hung-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const disk = join(folder, 'disk')
  execFileSync('mkfifo', [disk])
  const asking = join(folder, 'asking.mjs')
  await writeFile(asking, asksIt(JSON.stringify(disk)))
  return { NODE_OPTIONS: `--import ${pathToFileURL(asking).href}` }
}

const OF_JOURNAL = (disk: string) => `
  import { open } from 'node:fs'
  import { isMainThread } from 'node:worker_threads'
  if (isMainThread) open(${disk}, 'r', () => undefined)`

const OF_STORE = (disk: string) => `
  import { openSync } from 'node:fs'
  import { parentPort } from 'node:worker_threads'
  parentPort?.on('message', (message) => message === 'close' && openSync(${disk}, 'r'))`

test.for([
  ['the journal', OF_JOURNAL],
  ['the store', OF_STORE],
] as const)(
  '[OP2.36] a server ends within its five seconds though the disk of %s never answers',
  async ([, asksIt]) => {
    const server = await startServer({ environment: await aDiskThatNeverAnswers(asksIt) })
    onTestFinished(() => server.kill())

    const ended = server.endInOrder().then(() => 'ended')

    const tooLate = new Promise((resolve) => setTimeout(resolve, 20_000, 'too late'))
    expect(await Promise.race([ended, tooLate])).toBe('ended')
    await rm(server.dataDir, { recursive: true })
  },
)
