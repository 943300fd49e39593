import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'

let server: CouncilServer
let path = ''
let documentId = ''

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  const conference = await (await server.as('B')).get(`/api/conferences/${fixedId('conference', 1)}`)
  documentId = conference.body.documentId
  path = `/api/documents/${documentId}`
})
afterAll(() => server.close())

async function writer(who: 'B' | 'D'): Promise<Participant> {
  const { cookie } = await server.as(who)
  const address = server.origin.replace('http', 'ws')
  const participant = new Participant({ address, documentId, origin: server.origin, cookie })
  await participant.settled()
  return participant
}

async function typed(participant: Participant, text: string): Promise<void> {
  participant.type(text)
  await participant.settled()
}

/** The adviser reads the note, goes, and comes again. */
async function adviserHasRead(): Promise<void> {
  await (await server.as('C')).get(`${path}/extract`)
  const readings = server.connection.collection<{ _id: string; present: unknown; before: unknown }>('lastReadings')
  const own = { _id: `${documentId}.${demoMemberId('C')}` }
  // Nobody waits for a reading to be noted.
  await until(async () => (await readings.findOne(own)) !== null, 'the reading is noted')
  const present = (await readings.findOne(own))?.present
  await readings.updateOne(own, { $set: { before: present } })
}

interface Shown {
  readonly text?: string
  readonly change?: string
  readonly content?: readonly Shown[]
}

const wordsThat = (change: 'added' | 'removed', blocks: readonly Shown[]): string =>
  blocks
    .map((each) => (each.change === change ? (each.text ?? '') : '') + wordsThat(change, each.content ?? []))
    .join('')

test('[LD6.5] a reader sees each word that has come since they read, and none that was taken out', async () => {
  const coordinator = await server.as('B')
  const author = await writer('B')
  await typed(author, '消える文。残る文。')
  const { number } = (await coordinator.post(`${path}/versions`, { name: '読む前' })).body
  await adviserHasRead()
  author.erase(author.line().toString().indexOf('残る'))
  await typed(author, '新しい文。')
  await coordinator.post(`${path}/versions`, { name: '読んだ後' })
  author.leave()

  const shown = (await (await server.as('C')).get(`${path}/difference?from=lastRead`)).body
  const whole = (await coordinator.get(`${path}/difference?from=${number}&to=now`)).body

  const wordsOf = (body: { readonly blocks: readonly Shown[] }) => [
    wordsThat('added', body.blocks).includes('新しい'),
    wordsThat('removed', body.blocks).includes('消える'),
  ]

  expect([wordsOf(shown), wordsOf(whole)]).toEqual([
    [true, false],
    [true, true],
  ])
})

test('[LD6.6] of each passage its writer is said and between which two versions it was written', async () => {
  const coordinator = await server.as('B')
  const [author, other] = [await writer('B'), await writer('D')]
  await typed(author, '前の文。')
  const { madeAt } = (await coordinator.post(`${path}/versions`, { name: '間' })).body
  await typed(author, '続きの文。')
  await other.reads('続きの文。')
  await typed(other, '別の人の文。')
  author.leave()
  other.leave()

  const { writers, lines } = (await coordinator.get(`${path}/authors`)).body
  const passages = lines.flatMap(({ passages: all }: { passages: readonly { text: string }[] }) => all)
  const passageOf = (words: string) => {
    const { writer: place, from, until: to } = passages.find(({ text }: { text: string }) => text.endsWith(words)) ?? {}
    return { memberId: writers[place]?.memberId, isBefore: to <= madeAt, isAfter: from >= madeAt }
  }

  expect(['前の文。', '続きの文。', '別の人の文。'].map(passageOf)).toEqual([
    { memberId: demoMemberId('B'), isBefore: true, isAfter: false },
    { memberId: demoMemberId('B'), isBefore: false, isAfter: true },
    { memberId: demoMemberId('D'), isBefore: false, isAfter: true },
  ])
})

test('[LD6.10] a comparison with a version that there is not is none', async () => {
  expect((await (await server.as('B')).get(`${path}/difference?from=99&to=now`)).status).toBe(404)
})
