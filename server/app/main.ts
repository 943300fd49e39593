import { readConfig } from '#server/platform/config.ts'
import { jsonLog } from '#server/platform/log.ts'
import { endProcess } from './endProcess.ts'
import { startFaultLine } from './startFault.ts'
import { startServer } from './startServer.ts'

/** Says what a person at the terminal should read: to the starter that began us, or straight to the terminal. */
function announce(lines: readonly string[], address: string): void {
  if (process.send !== undefined) process.send({ kind: 'ready', lines, address })
  else for (const line of [...lines, address]) console.error(line)
}

/** Says one more line later. */
function say(line: string): void {
  if (process.send !== undefined) process.send({ kind: 'said', lines: [line] })
  else console.error(line)
}

const STORE_LOST =
  'データを扱う部分が止まったため、終わります。ディスクを確かめてからもう一度始め、だめなら npm run doctor を試してください。/ The store stopped for good, and the server ends: look at the disk, start it again, and ask npm run doctor if it does not.'

const KNOWN: readonly string[] = ['--demo', '--restored', '--throw-away']
// A word that is not understood may be the one that everything depends on.
const unknown = process.argv.slice(2).filter((word) => !KNOWN.includes(word))
if (unknown.length > 0) {
  console.error(
    `「${unknown.join(' ')}」は使えません。使えるのは ${KNOWN.join('、')} です。/ Not known; known are the three named.`,
  )
  process.exit(2)
}

const read = readConfig(process.env, process.cwd())
if (!read.ok) {
  for (const bad of read.bad) console.error(`設定 ${bad.name}: ${bad.mend}`)
  process.exit(2)
}

const log = jsonLog()
process.on('unhandledRejection', (cause) => log.error('server.unhandledRejection', cause))

try {
  const starting = startServer(read.config, {
    ...{ log, say },
    demo: process.argv.includes('--demo') ? 'demo' : null,
    isRestored: process.argv.includes('--restored'),
    isThrowAway: process.argv.includes('--throw-away'),
    onStoreLost() {
      say(STORE_LOST)
      void stop('storeLost', 1)
    },
  })
  const stop = async (signal: string, code = 0) => {
    log.info('server.stopping', { signal })
    await (await starting).stop()
    await endProcess(code)
  }
  const server = await starting
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
  process.on('disconnect', () => void stop('starterGone'))
  announce(server.lines, server.address)
} catch (cause) {
  const line = startFaultLine(cause, read.config)
  log.error('server.startFailed', cause)
  console.error(line)
  await endProcess(1)
}
