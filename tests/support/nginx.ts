import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

const BINARY = '/usr/sbin/nginx'

/** True, and said aloud, when there is no nginx to test with: such a test did not run, and did not pass. */
export function isWithoutNginx(): boolean {
  const isMissing = !existsSync(BINARY)
  if (isMissing) console.warn('there is no nginx: the proxy’s settings were NOT tried')
  return isMissing
}

export interface Nginx {
  /** What it has written to its log. */
  said(): string
  stop(): Promise<void>
}

/** Debian's nginx with the settings of the product; only its port, its nodes, its folder, and what it is to say, are this test's. */
export async function startNginx(
  port: number,
  nodePorts: readonly [number, number],
  change: (settings: string) => string = (settings) => settings,
): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-nginx-'))
  const settings = readFileSync('.config/nginx.conf', 'utf8')
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replace('node-1:3000', `127.0.0.1:${nodePorts[0]}`)
    .replace('node-2:3000', `127.0.0.1:${nodePorts[1]}`)
    .replaceAll('/tmp/nginx', `${folder}/nginx`)
  await writeFile(join(folder, 'nginx.conf'), change(settings))
  let said = ''
  const child = spawn(BINARY, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let isListening = false
  const knock = setInterval(() => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      isListening = true
      socket.destroy()
    })
    socket.once('error', () => socket.destroy())
  }, 50)
  await until(() => isListening || child.exitCode !== null, 'nginx listens').finally(() => clearInterval(knock))
  if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`)
  return {
    said: () => said,
    async stop() {
      child.kill('SIGQUIT')
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
