import { existsSync, readFileSync, statSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import { createServer } from 'node:net'
import { json } from 'node:stream/consumers'
import { type Config, readConfig } from '#server/platform/config.ts'
import { readersOf } from '#server/platform/keyFile.ts'
import { bad, type Finding, good, notice } from './finding.ts'

const NODE_MAJOR = 24
const KEY_BYTES = 32
const ANSWERS_WITHIN_MS = 1_000

/** The names of all settings: those that the reader of settings asks for. */
export function settingNames(): ReadonlySet<string> {
  const asked = new Set<string>()
  const listening = new Proxy<{ readonly [name: string]: string | undefined }>(
    {},
    {
      get(_target, name) {
        asked.add(String(name))
        return undefined
      },
    },
  )
  readConfig(listening, '/')
  return asked
}

export function checkNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= NODE_MAJOR) return good(`Node ${version}`)
  return bad(
    `Node が古すぎます（${version}）/ Node ${version} is too old`,
    `npm ci のあと npm run doctor で、Node ${NODE_MAJOR} が使われます / npm ci, then npm run doctor`,
  )
}

/** Compares the example with what is read: a setting that one has and the other has not misleads whoever copies it. */
export function checkExample(text: string): Finding {
  const shown = new Set([...text.matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? ''))
  const names = settingNames()
  const wrong = [...[...names].filter((name) => !shown.has(name)), ...[...shown].filter((name) => !names.has(name))]
  if (wrong.length === 0) return good(`.env.example は設定と一致（${names.size} 個）/ matches the settings`)
  return bad(
    `.env.example が設定と違います: ${wrong.join(', ')} / differs from the settings`,
    '.env.example を直してください / correct .env.example',
  )
}

export function checkKeyFile({ keyFile }: Pick<Config, 'keyFile'>): Finding {
  const name = '鍵 KEY_FILE'
  if (!existsSync(keyFile)) {
    return notice(
      `${name} がありません。データがまだないときだけ、最初の起動で作られます / is not there; it is made at the first start, and only where there is no data yet`,
    )
  }
  const found = statSync(keyFile)
  const readers = readersOf(found.mode)
  if (readers === 'others') {
    const rights = (found.mode & 0o777).toString(8)
    return bad(`${name} をほかの人も読めます（${rights}）/ can be read by others`, `chmod 600 ${keyFile}`)
  }
  if (found.size !== KEY_BYTES) {
    return bad(
      `${name} の大きさが違います（${found.size} バイト）/ has a wrong size`,
      '控えた鍵を戻してください / restore it from its copy',
    )
  }
  if (readers === 'unknown') {
    return notice(
      `${name} をだれが読めるかは確かめられません。置いたフォルダーを、サーバーを動かす人だけが開けるようにしてください / nobody can tell here who may read it: let only the account of the server open its folder`,
    )
  }
  return good(`${name} は本人だけが読めます / only its owner can read it`)
}

/** Whether the port is ours, free, or somebody else's. */
export async function checkPort(config: Pick<Config, 'host' | 'port' | 'tls'>): Promise<Finding> {
  const { host, port } = config
  const at = `${host}:${port}`
  const pid = await pidOfRunning(config)
  if (pid !== null) return good(`${at} でつなぎが動いています（プロセス ${pid}）/ the server runs`)
  const code = await listenCode(host, port)
  if (code === null)
    return good(`${at} は空いています（サーバーは止まっています）/ the port is free; the server is stopped`)
  if (code === 'EADDRINUSE')
    return bad(
      `${at} はほかのプログラムが使っています / the port is in use`,
      'PORT を変えてください / set PORT to another',
    )
  return bad(`${at} を開けません（${code}）/ cannot be opened`, 'HOST と PORT を確かめてください / check HOST and PORT')
}

/** Whom its certificate names does not matter here: it is made for the name that browsers use, and we ask by an address. */
function pidOfRunning({ host, port, tls }: Pick<Config, 'host' | 'port' | 'tls'>): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const where = { host, port, path: '/healthz', timeout: ANSWERS_WITHIN_MS, agent: false }
  const request = tls === null ? http.get(where) : https.get({ ...where, rejectUnauthorized: false })
  request.on('response', (response) =>
    json(response).then(
      (body) => resolve(pidIn(body)),
      () => resolve(null),
    ),
  )
  request.on('timeout', () => request.destroy())
  // Nobody answers there, or somebody who is not our server.
  request.on('close', () => resolve(null))
  request.on('error', () => resolve(null))
  return promise
}

const pidIn = (body: unknown): number | null =>
  typeof body === 'object' && body !== null && 'pid' in body ? Number(body.pid) : null

function listenCode(host: string, port: number): Promise<string | null> {
  const server = createServer()
  return new Promise((onCode) => {
    server.once('error', (fault) => onCode('code' in fault ? String(fault.code) : fault.message))
    server.listen(port, host, () => server.close(() => onCode(null)))
  })
}

export function checkSettings(environment: NodeJS.ProcessEnv, folder: string) {
  const read = readConfig(environment, folder)
  if (read.ok) return { config: read.config, findings: [good(`設定（${read.config.mode}）/ settings`)] }
  return {
    config: null,
    findings: read.bad.map(({ name, mend }) => bad(`設定 ${name} が正しくありません / is wrong`, mend)),
  }
}

export const readExample = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
