import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { NODE_24, ROOT, SERVER_ENVIRONMENT, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { readConfig } from '#server/platform/config.ts'
import { freePort, isWithoutNginx, startNginx } from '#tests/support/nginx.ts'

interface Service {
  readonly image?: string
  readonly environment?: { readonly [name: string]: string }
  readonly volumes?: readonly string[]
  readonly command?: readonly string[]
  readonly ports?: readonly string[]
  readonly init?: boolean
  readonly stop_grace_period?: string
  readonly logging?: { readonly options?: { readonly [name: string]: string } }
}

interface Compose {
  readonly services: { readonly [name: string]: Service }
  readonly volumes: { readonly [name: string]: null }
}

const compose: Compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true })
const nginx = readFileSync('.config/nginx.conf', 'utf8')
const dockerfile = readFileSync('.config/Dockerfile', 'utf8')
const services = Object.entries(compose.services)
const nodes = services.filter(([name]) => name.startsWith('node-'))

/** What an operator gives: the two settings that compose asks for. */
const GIVEN: { readonly [name: string]: string } = {
  PUBLIC_ORIGIN: 'https://tsunagi.example',
  METRICS_TOKEN: 'sixteen-characters-and-more',
}
/** As compose reads `${NAME:?what is missing}` and `${NAME:-what it is otherwise}`. */
const filled = (text: string): string =>
  text.replace(
    /\$\{(\w+):([?-])([^}]*)\}/g,
    (_, name: string, sign: string, words: string) => GIVEN[name] ?? (sign === '-' ? words : ''),
  )

const environmentOf = ({ environment = {} }: Service) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]))

test('[OP4.1] every setting of the two nodes is one the server knows and takes, and both have the same', () => {
  const known = new Set<string>()
  const recorder = new Proxy({}, { get: (_, name) => void known.add(String(name)) })
  readConfig(recorder, '/app')

  const read = nodes.map(([, service]) => readConfig(environmentOf(service), '/app'))

  expect(nodes.map(([name]) => name)).toEqual(['node-1', 'node-2'])
  expect(read.map((one) => (one.ok ? one.config.mode : one.bad))).toEqual(['production', 'production'])
  expect(
    nodes.flatMap(([, service]) => Object.keys(environmentOf(service))).filter((name) => !known.has(name)),
  ).toEqual([])
  expect(nodes[0]?.[1].environment).toEqual(nodes[1]?.[1].environment)
})

test('[OP4.1] every image has a version, and the nodes run as the product is tested, on the same Node with the same flags and allocator', () => {
  const images = services.map(([, { image }]) => image ?? 'none')
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)
  const tested: string = JSON.parse(readFileSync('package.json', 'utf8')).dependencies.node

  expect(images.filter((image) => !/^[a-z]+:\d+\.\d+\.\d+$/.test(image))).toEqual([])
  expect(new Set(bases)).toEqual(new Set([`node:${tested}-bookworm-slim`]))
  for (const [name, value] of Object.entries(SERVER_ENVIRONMENT)) expect(dockerfile).toContain(`ENV ${name}=${value}\n`)
  expect(dockerfile).toContain(
    `CMD ${JSON.stringify(['node', ...SERVER_FLAGS, 'server/app/main.ts']).replaceAll(',', ', ')}`,
  )
})

test('[OP4.1] what must outlive a container lies in a named volume: the key, and each member’s data', () => {
  const named = services.flatMap(([, { volumes = [] }]) => volumes.map((line) => line.split(':')[0] ?? ''))
  const ofCompose = named.filter((name) => !name.startsWith('.'))
  const keyMounts = nodes.map(([, { volumes = [] }]) => volumes.map((line) => line.split(':')[1]))

  expect(new Set(ofCompose)).toEqual(new Set(Object.keys(compose.volumes)))
  expect(nodes.every(([, service]) => environmentOf(service).KEY_FILE?.startsWith('/keys/'))).toBe(true)
  expect(keyMounts).toEqual([['/keys'], ['/keys']])
})

test('[OP4.1] the nodes name the members of the set, and the proxy names the nodes', () => {
  const uri = new URL(
    (nodes[0] ? (environmentOf(nodes[0][1]).MONGODB_URI ?? '') : '')
      .replace('mongodb://', 'http://')
      .replace(/,[^/]*/, ''),
  )
  const hosts = /\/\/([^/]*)\//.exec(nodes[0]?.[1].environment?.MONGODB_URI ?? '')?.[1]?.split(',')
  const members = services.filter(([, { image }]) => image?.startsWith('mongo:'))
  const behind = [...nginx.matchAll(/^\s*server (\S+):(\d+) /gm)].map(([, host, port]) => [host, port])

  expect(hosts).toEqual(members.map(([name]) => `${name}:27017`))
  expect(members.map(([, { command = [] }]) => command[command.indexOf('--replSet') + 1])).toEqual(
    members.map(() => uri.searchParams.get('replicaSet')),
  )
  expect(behind).toEqual(nodes.map(([name, service]) => [name, service.environment?.PORT]))
  expect(compose.services.proxy?.volumes).toEqual(['./.config/nginx.conf:/etc/nginx/nginx.conf:ro'])
})

test('[OP4.10] a node can end itself, and every container has the time to end in order', () => {
  const secondsOf = (name: string) => Number.parseInt(compose.services[name]?.stop_grace_period ?? '10s', 10)
  const members = services.filter(([, { image }]) => image?.startsWith('mongo:')).map(([name]) => name)

  expect(nodes.map(([, { init }]) => init)).toEqual([true, true])
  // A server takes 5 s. A member hands its place over (10 s) and waits for what is under way (15 s) before it closes.
  for (const [name] of nodes) expect(secondsOf(name)).toBeGreaterThan(5)
  for (const name of members) expect(secondsOf(name)).toBeGreaterThan(25)
})

test('[OP4.6] no log of a container grows without end', () => {
  const bounds = services.map(([, { logging }]) => Object.keys(logging?.options ?? {}))

  expect(new Set(bounds.map((names) => names.join(' ')))).toEqual(new Set(['max-size max-file']))
})

test('[OP4.7] no member of the set writes into its log what it was asked, however long it takes', () => {
  const LONGEST_MS = '2147483647'
  const members = services.filter(([, { image }]) => image?.startsWith('mongo:'))
  const afterOption = (command: readonly string[], option: string) => command[command.indexOf(option) + 1]

  expect(members.map(([, { command = [] }]) => afterOption(command, '--slowms'))).toEqual(members.map(() => LONGEST_MS))
  expect(members.flatMap(([, { command = [] }]) => command.filter((word) => word.startsWith('--profile')))).toEqual([])
  expect(readFileSync('docs/OPERATING.md', 'utf8')).toContain(`slowOpThresholdMs: ${LONGEST_MS}`)
})

/** What the image holds, laid out inside the tree, so that packages are found as there; those of the tests are seen too. */
function imageFolder(): string {
  mkdirSync(join(ROOT, '.data'), { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(ROOT, '.data', 'image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) /gm)].map(([, path = '']) => path)
  for (const path of copied.filter((one) => one !== 'node_modules' && one !== 'client/dist'))
    cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  return folder
}

test('[OP4.4] every command that OPERATING prints for the two nodes runs on what the image holds', async () => {
  const folder = imageFolder()
  const printed = readFileSync('docs/OPERATING.md', 'utf8').matchAll(/\bnode-1 node ((?:scripts|server)\/\S+\.ts)/g)
  const commands = [...new Set([...printed].map(([, file = '']) => file))].toSorted()
  const env = { ...SERVER_ENVIRONMENT, DATA_DIR: join(folder, 'none'), PORT: '0' }
  const run = (file: string, ...words: readonly string[]) =>
    promisify(execFile)(NODE_24, [join(folder, file), ...words], { cwd: folder, env }).then(
      ({ stdout }) => stdout,
      (failed: { readonly stdout: string; readonly stderr: string }) => failed.stdout + failed.stderr,
    )

  expect(commands).toEqual([
    'scripts/doctor.ts',
    'scripts/exportData.ts',
    'scripts/importData.ts',
    'scripts/newKey.ts',
    'scripts/newPassword.ts',
    'scripts/verifyTrail.ts',
    'server/app/main.ts',
  ])
  const [doctor, ...others] = await Promise.all(
    commands.filter((file) => file.startsWith('scripts/')).map((file) => run(file, join(folder, 'nobody'))),
  )
  expect(doctor).toMatch(/直すもの 0（/)
  for (const said of others) expect(said).toMatch(/^(できませんでした。|npm run (verify-trail |new-key))/)
})

test.skipIf(isWithoutNginx())('[OP4.3] the proxy puts no word that people write on its disk', async () => {
  let taken = 0
  const node = createServer((request, response) => {
    request.on('data', (bytes: Buffer) => {
      taken += bytes.length
    })
    request.on('end', () => response.end())
  })
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void node.close())
  const [port, nodePort] = [await freePort(), (node.address() as AddressInfo).port]
  const proxy = await startNginx(port, [nodePort, nodePort], (settings) =>
    settings.replace(/^error_log stderr \w+;$/m, 'error_log stderr warn;'),
  )
  const body = 'い'.repeat(340_000)

  const answer = await fetch(`http://127.0.0.1:${port}/sync/doc/frames`, { method: 'POST', body })
  await proxy.stop()

  expect([answer.status, taken]).toEqual([200, Buffer.byteLength(body)])
  // nginx says so when it writes a body into a file, with the address of whom it is from.
  expect(proxy.said()).toBe('')
})

test.skipIf(isWithoutNginx())(
  '[OP4.5] the proxy says nowhere who asked for what, also while no node answers',
  async () => {
    const [port, nobody] = [await freePort(), await freePort()]
    const proxy = await startNginx(port, [nobody, nobody])

    const answer = await fetch(`http://127.0.0.1:${port}/api/cases/case_whose`)
    await proxy.stop()

    expect(answer.status).toBe(502)
    expect(proxy.said()).toBe('')
  },
)

test('[CS9.10] the ledger of erased cases lies where it outlives the containers, in one place for both nodes', () => {
  const places = nodes.map(([, { environment = {}, volumes = [] }]) => {
    const kept = volumes.map((volume) => volume.split(':'))
    return kept.find(([, at]) => environment.DATA_DIR?.startsWith(`${at}/`))?.[0]
  })

  expect(places).toEqual(['keys', 'keys'])
})
