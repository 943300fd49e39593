import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { folder } from '#tests/support/copies.ts'

/** A disk that knows files and folders and no socket, as a memory stick with FAT. Answers with what a process has to be begun with. */
function aStick() {
  const stick = folder()
  const refusing = join(folder(), 'refusing.mjs')
  writeFileSync(
    refusing,
    `import { Server } from 'node:net'
    const { listen } = Server.prototype
    Server.prototype.listen = function (...given) {
      if (!String(given[0]).startsWith(${JSON.stringify(stick)})) return listen.apply(this, given)
      const fault = Object.assign(new Error('listen EPERM: operation not permitted'), { code: 'EPERM' })
      setImmediate(() => this.emit('error', fault))
      return this
    }`,
  )
  return { stick, NODE_OPTIONS: `--import ${pathToFileURL(refusing).href}` }
}

test('[OP2.49] what a server that runs keeps is exported to a disk that takes no sockets, as a memory stick', async () => {
  const { stick, NODE_OPTIONS } = aStick()
  const dataDir = folder()
  const { client, close } = await openFolder(dataDir)
  await client.db(DATABASE).collection<{ _id: string }>('rows').insertOne({ _id: 'heron' })

  const exporting = spawn(NODE_24, ['scripts/exportData.ts', join(stick, 'out')], {
    cwd: ROOT,
    env: { ...BARE, DATA_DIR: dataDir, NODE_OPTIONS },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = exporting.stderr.setEncoding('utf8').toArray()
  const [status] = await once(exporting, 'exit')

  expect({ status, said: (await said).join('') }).toEqual({ status: 0, said: '' })
  expect(readdirSync(join(stick, 'out')).toSorted()).toEqual(['manifest.json', 'rows.jsonl'])
  await close()
})
