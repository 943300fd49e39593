import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, type TestContext, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import {
  CHUNK,
  isAtRisk,
  MAX_CHUNKS,
  PATIENCE_MS,
  typeUntilNothingIsAcknowledged,
} from '#tests/support/faults/fullDisk.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import { Participant } from '#tests/support/participant.ts'
import { type SmallDisk, smallDisk } from '#tests/support/smallDisk.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { until } from '#tests/support/until.ts'
import { Visitor } from '#tests/support/visitor.ts'

const SAID = /データのフォルダー(に書き込めません|を作れません)/

let disk: SmallDisk | undefined
let server: ServerProcess | undefined
let participant: Participant | undefined
let page: NodePage | undefined

afterEach(async () => {
  participant?.leave()
  page?.leave()
  await server?.kill()
  disk?.remove()
  disk = undefined
  server = undefined
  participant = undefined
  page = undefined
})

function diskOr({ skip }: TestContext, size: string): SmallDisk {
  disk = smallDisk(size)
  if (disk === undefined)
    return skip('only root can mount a small disk: a server on a full or read-only disk was NOT tested')
  return disk
}

const NOTE = `/api/conferences/${fixedId('conference', 1)}`

/** Two who have the note open, by a stock client and by a page. */
async function openNote({ address }: ServerProcess) {
  const visitor = new Visitor(address)
  await visitor.signInAsDemo(demoMemberId('D'))
  const { documentId } = (await visitor.get(NOTE)).body
  const { cookie, token } = visitor
  const door = { address: address.replace('http', 'ws'), documentId, origin: address, cookie }
  const opened = { visitor, documentId, participant: new Participant(door), page: new NodePage({ ...door, token }) }
  await Promise.all([opened.participant.synced(), opened.page.opened()])
  return opened
}

test('[OP2.11] started on a full disk, the server says so in its one line and serves nothing', async (context) => {
  const small = diskOr(context, '1m')
  small.fill()

  await expect(startServer({ dataDir: join(small.dir, 'data') })).rejects.toThrow(SAID)
})

test('[OP2.11] started on a disk that takes no writes, the server says so in its one line and serves nothing', async (context) => {
  const small = diskOr(context, '1m')
  small.makeReadOnly()

  await expect(startServer({ dataDir: join(small.dir, 'data') })).rejects.toThrow(SAID)
})

test('[OP2.40] where edits cannot be written ahead a server does not start: nobody finds it out by a word that is never saved', async (context) => {
  const small = diskOr(context, '1m')
  small.makeReadOnly()
  const dataDir = await mkdtemp(join(tmpdir(), 'tsunagi-test-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  await symlink(small.dir, join(dataDir, 'journal'))

  await expect(startServer({ dataDir, environment: { MONGODB_URI: '' } })).rejects.toThrow(SAID)
})

test('[OP2.11] on a disk that fills up nothing is acknowledged and what was read is read on, and with space again writing goes on within five seconds (R-06)', async (context) => {
  if (process.env.MONGODB_URI) context.skip('the documents lie in MongoDB: a full disk of this store was NOT tested')
  const small = diskOr(context, '24m')
  server = await startServer({ dataDir: small.dir })
  const opened = await openNote(server)
  participant = opened.participant
  page = opened.page
  participant.type('前の日の分。')
  await participant.settled()
  const extract = `/api/documents/${opened.documentId}/extract`
  await opened.visitor.get(extract)

  const giveBack = small.fill()
  const chunks = await typeUntilNothingIsAcknowledged(participant)
  page.type('満杯の間の一文。')
  await until(() => isAtRisk(opened.page), 'the page says that it is not saved', PATIENCE_MS + 500)
  const read = [await opened.visitor.get(NOTE), await opened.visitor.get(extract)]
  // Nobody's case is shown while no record can say who has read it.
  const unread = await opened.visitor.get(`/api/cases/${demoCaseId('かもめ')}`)
  giveBack()
  const from = performance.now()
  await Promise.all([participant.settled(), page.saved()])

  expect(performance.now() - from).toBeLessThan(5_000)
  expect(chunks).toBeLessThan(MAX_CHUNKS)
  expect(read.map(({ status, text }) => [status, text.includes('前の日の分。')])).toEqual([
    [200, false],
    [200, true],
  ])
  expect([unread.status, unread.body]).toMatchObject([503, { error: 'unavailable', detail: { because: 'storeFull' } }])
  await participant.reads('満杯の間の一文。')
  expect(participant.text.length).toBeGreaterThan(chunks * CHUNK.length)
})
