import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { examine } from '#scripts/doctor.ts'
import { ledgerPathOf } from '#server/app/erasureLedger.ts'
import { startServer } from '#server/app/startServer.ts'
import type { Config } from '#server/platform/config.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { canaries } from '#tests/support/canaries.ts'
import { configOf, folder, options } from '#tests/support/copies.ts'
import { closeLongAgo, disposeOf, FIVE_YEARS, giveOffices } from '#tests/support/filesOffice.ts'
import { Participant } from '#tests/support/participant.ts'
import { startServer as startProcess } from '#tests/support/startServer.ts'
import { bytesUnder } from '#tests/support/throwAwayFolder.ts'
import { until } from '#tests/support/until.ts'
import { demoVisitor } from '#tests/support/visitor.ts'

const CASE = demoCaseId('かもめ')
const words = canaries()

/** Writes a word of its own wherever somebody can write for a case. */
async function writeEverywhere(origin: string): Promise<void> {
  const coordinator = await demoVisitor(origin, 'B')
  await coordinator.send('PATCH', `/api/cases/${CASE}`, { callName: words.at('callName') })
  const { body } = await coordinator.post('/api/conferences', {
    ...{ caseId: CASE, title: words.at('title'), meetingKind: 'caseConference', startsAt: Date.now() },
    ...{ place: words.at('place'), basisId: demoBasisId('かもめ'), inviteeIds: [] },
  })
  const conference = `/api/conferences/${body.id}`
  await coordinator.post(`${conference}/opening`)
  await coordinator.send('PUT', `${conference}/also-present`, { alsoPresent: words.at('alsoPresent'), shown: '' })
  const writer = new Participant({
    ...{ address: origin.replace('http', 'ws'), documentId: body.documentId },
    ...{ origin, cookie: coordinator.cookie },
  })
  await writer.settled()
  writer.type(words.at('deleted'))
  await writer.settled()
  await coordinator.post(`/api/documents/${body.documentId}/versions`, { name: words.at('versionName') })
  writer.erase(10_000)
  writer.type(words.at('note'))
  await writer.settled()
  writer.leave()
  await coordinator.post(`${conference}/ending`)
  const destruction = { rule: 'councilRule', reason: words.at('trailReason') }
  await coordinator.post(`/api/documents/${body.documentId}/trail-destruction`, destruction)
}

interface Sealed {
  readonly documentId?: string
  readonly ownerId?: string
  readonly ciphertext?: { readonly buffer: Uint8Array }
  readonly wrapped?: { readonly buffer: Uint8Array }
}

/** What a case lies on the disk as: its notes' sealed edits, snapshots and versions, and the keys they are sealed with. */
async function sealedOf({ dataDir }: Config): Promise<readonly Buffer[]> {
  const open = await openFolder(dataDir)
  const db = open.client.db(DATABASE)
  const held = await db.collection('conferences').find({ caseId: CASE }).toArray()
  const ids = held.map(({ documentId }) => String(documentId))
  const notes = ['journal', 'snapshots', 'versionPacks'].map((name) =>
    db.collection<Sealed>(name).find({ documentId: { $in: ids } }),
  )
  const keys = db.collection<Sealed>('dataKeys').find({ ownerId: CASE })
  const rows = (await Promise.all([...notes, keys].map((found) => found.toArray()))).flat()
  await open.close()
  return rows.flatMap(({ ciphertext, wrapped }) => {
    const sealed = ciphertext ?? wrapped
    return sealed === undefined || sealed.buffer.byteLength < 16 ? [] : [Buffer.from(sealed.buffer).subarray(0, 64)]
  })
}

/** What lies in the store while no server runs, changed past the server: years go by, and people take office. */
async function yearsLater({ dataDir }: Config): Promise<void> {
  const open = await openFolder(dataDir)
  const db = open.client.db(DATABASE)
  await closeLongAgo(db as never, CASE)
  await giveOffices(db as never, { A: 'secretariat', C: 'chair' })
  await open.close()
}

const served = async <Value>(config: Config, use: (origin: string, lines: readonly string[]) => Promise<Value>) => {
  const server = await startServer(config, options)
  return use(server.address, server.lines).finally(() => server.stop())
}

async function dispose(origin: string): Promise<number> {
  const [asker, approver] = [await demoVisitor(origin, 'A'), await demoVisitor(origin, 'C')]
  await asker.send('PUT', '/api/retention-rule', FIVE_YEARS)
  const said = (step: string) => ({ reason: words.at(step) })
  await asker.post(`/api/disposals/${CASE}/hold`, said('holdReason'))
  await approver.post(`/api/disposals/${CASE}/hold/lifting`, said('liftReason'))
  await asker.post(`/api/disposals/${CASE}/request`, said('reason'))
  return disposeOf({ as: (letter) => demoVisitor(origin, letter) }, CASE)
}

function putBack({ dataDir }: Config, from: string): void {
  for (const name of ['store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm', 'store.sqlite-journal', 'journal'])
    rmSync(join(dataDir, name), { recursive: true, force: true })
  cpSync(from, join(dataDir, 'store.sqlite'))
}

/** Where everything of one council lies: its data, its key and its backups. */
function placesIn(dir: string) {
  const environment = { PORT: '0', DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') }
  const [older, newer] = [join(dir, 'older.sqlite'), join(dir, 'newer.sqlite')]
  return { dir, environment, config: configOf(environment), older, newer }
}

/** A council in which a case is due to be erased, and the same when it has been: each test changes a copy. */
const [due, erased] = [
  placesIn(mkdtempSync(join(tmpdir(), 'tsunagi-due-'))),
  placesIn(mkdtempSync(join(tmpdir(), 'tsunagi-erased-'))),
]
/** The places whose words lay in the files before, and the bytes of what was sealed. */
let before: readonly string[]
let sealed: readonly Buffer[]
/** How the approval of the erasure was answered. */
let status: number

function copyOf({ dir }: typeof due) {
  const copy = placesIn(folder())
  cpSync(dir, copy.dir, { recursive: true })
  return copy
}

beforeAll(async () => {
  await served(due.config, (origin) => writeEverywhere(origin))
  before = words.foundIn(await bytesUnder(due.config.dataDir))
  await yearsLater(due.config)
  sealed = await sealedOf(due.config)
  await backUp(due.config, due.older)

  cpSync(due.dir, erased.dir, { recursive: true })
  status = await served(erased.config, async (origin) => {
    const answer = await dispose(origin)
    await backUp(erased.config, erased.newer)
    return answer
  })
}, 120_000)
afterAll(() => {
  for (const { dir } of [due, erased]) rmSync(dir, { recursive: true })
})

test('[CS9.10] what anybody wrote for an erased case is in no file of the store and in no backup made after, in whatever form (S-15)', async () => {
  const { environment, config, older, newer } = copyOf(erased)
  const sealedIn = (bytes: Buffer) => sealed.filter((part) => bytes.includes(part)).length

  expect([status, words.places.length]).toEqual([204, 11])
  expect(before).toEqual(expect.arrayContaining(['callName', 'title', 'place', 'alsoPresent']))
  expect(words.foundIn(await bytesUnder(config.dataDir))).toEqual([])
  expect(words.foundIn(readFileSync(newer))).toEqual([])
  expect([sealed.length > 3, sealedIn(readFileSync(older))]).toEqual([true, sealed.length])
  expect([sealedIn(await bytesUnder(config.dataDir)), sealedIn(readFileSync(newer))]).toEqual([0, 0])
  expect((await examine(environment, '/')).filter(({ level }) => level === 'bad')).toEqual([])
}, 120_000)

test('[CS9.10] a backup of before an erasure that is put back is erased again before anybody comes (R-10), and a damaged ledger lets nobody in', async () => {
  const { config, older } = copyOf(erased)
  putBack(config, older)
  expect(words.foundIn(readFileSync(older)).length).toBeGreaterThan(0)

  const [lines, gone, others] = await served(config, async (origin, said) => {
    const coordinator = await demoVisitor(origin, 'B')
    const { body } = await coordinator.get('/api/cases')
    return [said, await coordinator.get(`/api/cases/${CASE}`), body.items.length] as const
  })

  expect(lines[0]).toContain('廃棄済みのケース 1 件')
  expect([gone.status, gone.body.detail.because, others]).toEqual([404, 'caseErased', 2])
  expect(words.foundIn(await bytesUnder(config.dataDir))).toEqual([])

  putBack(config, older)
  const ledger = readFileSync(ledgerPathOf(config.dataDir), 'utf8')
  expect(words.foundIn(Buffer.from(ledger))).toEqual([])
  writeFileSync(ledgerPathOf(config.dataDir), ledger.slice(0, -20))
  await expect(startServer(config, options)).rejects.toThrow('廃棄台帳')
}, 120_000)

test('[OP2.65] where the folder of the data is lost, a backup of before an erasure is erased again by the copy of the ledger beside a newer one', async () => {
  const { config, older, newer } = copyOf(erased)
  rmSync(config.dataDir, { recursive: true })
  mkdirSync(config.dataDir)
  putBack(config, older)
  cpSync(`${newer}.erased-cases.json`, join(config.dataDir, 'newer.sqlite.erased-cases.json'))

  const lines = await served(config, async (_origin, said) => said.join())

  expect(lines).toContain('廃棄台帳がなかったので、控えといっしょにあった写しから戻しました')
  expect(lines).toContain('廃棄済みのケース 1 件')
  expect(words.foundIn(await bytesUnder(config.dataDir))).toEqual([])
}, 120_000)

/** Asks, approves, and kills the server as soon as the approval is kept: nothing is erased before the ledger knows of it. */
async function killedHalfWay({ dataDir, keyFile }: Config): Promise<void> {
  const server = await startProcess({ dataDir, environment: { KEY_FILE: keyFile } })
  const approving = dispose(server.address).catch(() => undefined)
  await until(() => existsSync(ledgerPathOf(dataDir)), 'the ledger knows of it')
  await server.kill()
  await approving
}

/** What the record says of its end, read while no server runs. */
async function clearedAt({ dataDir }: Config): Promise<unknown> {
  const open = await openFolder(dataDir)
  const row = await open.client.db(DATABASE).collection('erasedCases').findOne({})
  await open.close()
  return row?.clearedAt
}

test('[CS9.9] a server that is killed in the middle of an erasure goes on with it at the next start', async () => {
  const { config } = copyOf(due)
  await killedHalfWay(config)
  const before = await clearedAt(config)

  const read = await served(config, async (origin) => (await demoVisitor(origin, 'B')).get(`/api/cases/${CASE}`))

  expect([before, await clearedAt(config)]).toEqual([null, expect.any(Number)])
  expect([read.status, read.body.detail.because]).toEqual([404, 'caseErased'])
  expect(words.foundIn(await bytesUnder(config.dataDir))).toEqual([])
}, 120_000)
