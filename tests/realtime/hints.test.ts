import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { HINT_EVENTS, HINTS_PATH, MAX_LISTENED, OF_COUNCIL } from '#shared/protocol/hints.ts'
import { HintListener } from '#tests/support/hintListener.ts'
import { Participant } from '#tests/support/participant.ts'
import { SEED, seededRandom } from '#tests/support/seededRandom.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { until } from '#tests/support/until.ts'
import { type Answer, Visitor } from '#tests/support/visitor.ts'

const CONFERENCE = fixedId('conference', 1)

let server: ServerProcess
let note: string
let theCase: string
const opened: (HintListener | Participant)[] = []

beforeAll(async () => {
  server = await startServer()
  const { body } = await (await personWith('B')).get(`/api/conferences/${CONFERENCE}`)
  note = body.documentId
  theCase = body.case.id
})
afterAll(async () => {
  for (const one of opened)
    if (one instanceof HintListener) one.close()
    else one.leave()
  await server.stop()
})

async function personWith(letter: string): Promise<Visitor> {
  const visitor = new Visitor(server.address)
  await visitor.signInAsDemo(demoMemberId(letter))
  return visitor
}

function listenerOf(visitor: Visitor, headers: object = {}): HintListener {
  const listener = new HintListener(server.address, { origin: server.address, cookie: visitor.cookie, ...headers })
  opened.push(listener)
  return listener
}

async function writerOf(visitor: Visitor): Promise<Participant> {
  const address = server.address.replace('http', 'ws')
  const writer = new Participant({ address, documentId: note, origin: server.address, cookie: visitor.cookie })
  opened.push(writer)
  await writer.settled()
  return writer
}

const isClosed = (listener: HintListener) => !listener.isOpen && !listener.socket.active

test('[LD8.1] whoever reads a note is told within a second that it has changed, and nothing but that', async () => {
  const writer = await writerOf(await personWith('B'))
  const reader = listenerOf(await personWith('C'))
  await reader.listensTo(note)

  const typedAt = performance.now()
  writer.type('読む人にも')
  await reader.isToldOf(note)

  expect(performance.now() - typedAt).toBeLessThan(1_000)
  expect(new Set(reader.heard.map((words) => words.join()))).toEqual(new Set([`changed,${note}`]))
})

test('[LD8.1] whoever may not read it is told nothing, however often it changes', async () => {
  const coordinator = await personWith('B')
  const [auditor, administrator] = [listenerOf(await personWith('G')), listenerOf(await personWith('A'))]
  await Promise.all([auditor.opened(), administrator.opened()])
  for (const id of [note, theCase, CONFERENCE]) {
    auditor.socket.emit(HINT_EVENTS.listen, id)
    administrator.socket.emit(HINT_EVENTS.listen, id)
  }
  const reader = listenerOf(coordinator)
  await reader.listensTo(note, theCase, CONFERENCE)

  const writer = await writerOf(coordinator)
  writer.type('部外者には')
  await coordinator.send('PATCH', `/api/cases/${theCase}`, { callName: 'Xさん' })
  await Promise.all([reader.isToldOf(note), reader.isToldOf(theCase)])

  expect([auditor.heard, administrator.heard]).toEqual([[], []])
})

test('[LD8.1] nobody is told of a change by somebody who only reads, compares or is refused', async () => {
  const [writing, reading, refused] = [await personWith('B'), await personWith('D'), await personWith('G')]
  const listener = listenerOf(await personWith('B'))
  await listener.listensTo(note, theCase, CONFERENCE)

  const answers = [
    await writing.get(`/api/documents/${note}/versions`),
    await writing.get(`/api/documents/${note}/difference?from=0&to=now`),
    await reading.get(`/api/cases/${theCase}`),
    await reading.get(`/api/conferences/${CONFERENCE}`),
    await refused.get(`/api/cases/${theCase}`),
  ]
  await pause(1_000)

  expect([answers.map(({ status }) => status), listener.told]).toEqual([[200, 200, 200, 200, 404], []])
})

test('[CL3.18] everybody of the council is told that its lists have changed, by nothing but that, and not of what is read or refused', async () => {
  const administrator = await personWith('A')
  const listener = listenerOf(await personWith('G'))
  await listener.listensTo(OF_COUNCIL)
  const isToldAfter = async (act: Promise<Answer>) => {
    const { status, body } = await act
    await listener.isToldOf(OF_COUNCIL)
    listener.told.length = 0
    return [status, body.id]
  }
  const seat = { name: 'Zさん', kana: 'ぜっとさん', organisationId: demoOrganisationId('city'), role: 'staff' }

  const body = {
    ...{ name: '新しい組織', kana: 'あたらしいそしき', shortName: '新組織' },
    kinds: ['nonProfit'],
    areaCode: null,
    isMember: true,
  }
  const [, added] = await isToldAfter(
    administrator.post('/api/members', { ...seat, volunteerKind: null, from: '2020-04-01', account: null }),
  )
  const acts = [
    await isToldAfter(
      administrator.send('PATCH', `/api/members/${added}`, { name: 'Yさん', shown: { name: 'Zさん' } }),
    ),
    await isToldAfter(administrator.post(`/api/members/${added}/ending`, { on: '2020-05-01' })),
    await isToldAfter(administrator.post('/api/organisations', body)),
  ]
  const unheard = [
    await administrator.get('/api/members?use=file'),
    await administrator.post(`/api/members/${demoMemberId('A')}/ending`, { on: '2020-05-01' }),
  ]
  await pause(1_000)

  expect(acts.map(([status]) => status)).toEqual([200, 200, 201])
  expect([unheard.map(({ status }) => status), listener.told]).toEqual([[200, 409], []])
  expect(new Set(listener.heard.map((words) => words.join()))).toEqual(new Set([`changed,${OF_COUNCIL}`]))
})

test('[LD8.2] a hint socket opens to our own page with a session, and to nobody else', async () => {
  const visitor = await personWith('C')
  const origins = ['null', 'http://evil.example', `${server.address}.evil.example`, server.address.toUpperCase(), '']
  const strangers = origins.map((origin) => listenerOf(visitor, { origin }))
  const nobody = listenerOf(visitor, { cookie: '' })
  const failed = new Set<HintListener>()
  for (const one of [...strangers, nobody]) one.socket.on('connect_error', () => failed.add(one))

  await until(() => failed.size === origins.length + 1, 'every stranger is refused')
  const polled = await fetch(`${server.address}${HINTS_PATH}?EIO=4&transport=polling`, {
    headers: { cookie: visitor.cookie, origin: server.address },
  })

  expect([polled.status, [...failed].flatMap(({ heard }) => heard)]).toEqual([400, []])
})

test('[LD8.3] signing out closes the hint sockets of that sign-in within a second, and no others', async () => {
  const [leaving, staying] = [await personWith('D'), await personWith('D')]
  const [left, stays] = [listenerOf(leaving), listenerOf(staying)]
  await Promise.all([left.listensTo(note), stays.listensTo(note)])

  await leaving.send('DELETE', '/api/session')
  await until(() => isClosed(left), 'the socket is closed', 1_000)
  const back = listenerOf(leaving)
  let refused = false
  back.socket.on('connect_error', () => {
    refused = true
  })
  await until(() => refused, 'it cannot come back')

  expect(stays.isOpen).toBe(true)
})

test('[LD8.3] whoever does not answer the close has no connection after a second either', async () => {
  const leaving = await personWith('D')
  const { port, host } = new URL(server.address)
  const line = connect(Number(port), '127.0.0.1')
  let said = ''
  line.on('data', (bytes) => {
    said += bytes.toString('latin1')
  })
  const key = randomBytes(16).toString('base64')
  line.write(
    [
      `GET ${HINTS_PATH}?EIO=4&transport=websocket HTTP/1.1`,
      ...[`Host: ${host}`, `Origin: ${server.address}`, `Cookie: ${leaving.cookie}`, `Sec-WebSocket-Key: ${key}`],
      ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', '\r\n'],
    ].join('\r\n'),
  )
  await until(() => said.includes('0{"sid"'), 'the server speaks')
  // A masked text frame, of no mask: the page comes in.
  line.write(Uint8Array.of(0x81, 0x82, 0, 0, 0, 0, ...Buffer.from('40')))
  await until(() => said.includes('40{"sid"'), 'it has come in')

  await leaving.send('DELETE', '/api/session')
  await until(() => line.closed, 'the connection is gone', 1_000)

  expect(line.closed).toBe(true)
})

test('[LD8.3] a sign-out while a hint socket is opening leaves none open after a second', async () => {
  const random = seededRandom(SEED)
  const rounds = Array.from({ length: 12 }, async () => {
    const visitor = await personWith('D')
    const listener = listenerOf(visitor)
    await pause(random.below(40))
    await visitor.send('DELETE', '/api/session')
    await pause(1_000)
    return [listener.isOpen, listener.heard.length, SEED]
  })

  expect(new Set((await Promise.all(rounds)).map((round) => round.join()))).toEqual(new Set([`false,0,${SEED}`]))
})

test('[LD8.4] a page that listens to more than a page shows is closed', async () => {
  const greedy = listenerOf(await personWith('D'))
  await greedy.opened()

  for (let number = 0; number <= MAX_LISTENED; number++) greedy.socket.emit(HINT_EVENTS.listen, fixedId('case', number))

  await until(() => isClosed(greedy), 'the socket is closed')
})

test('[LD8.3] whoever leaves the council hears nothing more and is out within a second', async () => {
  const [administrator, leaving] = [await personWith('A'), await personWith('D')]
  const listener = listenerOf(leaving)
  await listener.listensTo(note)

  const answer = await administrator.post(`/api/members/${demoMemberId('D')}/ending`, { on: '2020-01-01' })
  await until(() => isClosed(listener), 'the socket is closed', 1_000)

  expect([answer.status, listener.told]).toEqual([200, []])
})
