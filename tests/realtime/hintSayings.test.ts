import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { HINTS_PATH, MAX_HINT_BYTES } from '#shared/protocol/hints.ts'
import { HintListener } from '#tests/support/hintListener.ts'
import { SEED, type SeededRandom, seededRandom } from '#tests/support/seededRandom.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { demoVisitor } from '#tests/support/visitor.ts'

/** What a WebSocket closes with that is sent more than it takes. */
const TOO_LONG = 1_009

let server: ServerProcess
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const cookieOfD = async (): Promise<string> => (await demoVisitor(server.address, 'D')).cookie

test('[LD8.4] S-05: whatever else a client says, the server stands, it hears of nothing, and its socket ends', async () => {
  const cookie = await cookieOfD()
  const random = seededRandom(SEED)
  const before = await (await fetch(`${server.address}/healthz`)).json()

  const heard: string[] = []
  for (let round = 0; round < 4; round++) {
    const lives = await Promise.all(Array.from({ length: 15 }, () => hostileLife(cookie, random)))
    heard.push(...lives.flat())
  }

  const after = await (await fetch(`${server.address}/healthz`)).json()
  expect([after.pid, heard.filter((packet) => packet.startsWith('42'))]).toEqual([before.pid, []])
  const listener = new HintListener(server.address, { origin: server.address, cookie: await cookieOfD() })
  await listener.opened()
  listener.close()
})

const HOSTILE: readonly string[] = [
  '42["join","room"]',
  '42["changed","x"]',
  '42["listen"]',
  '42["listen",{"$ne":null}]',
  '42["listen","doc_\'"]',
  '42["listen","__proto__"]',
  '421["listen","doc_1"]',
  '42["disconnect"]',
  '42["connect_error",1]',
  '43["x"]',
  '451-["listen",{"_placeholder":true,"num":0}]',
  '4599999999-["x"]',
  '40/admin,{}',
  '40{"pid":"forged","offset":"forged"}',
  '44{"message":"server only"}',
  '4',
  '9',
  '42',
  '42[',
  '42["__proto__",1]',
  `42["listen","${'x'.repeat(60_000)}"]`,
]

/** Connects as a page does, says ten things that no page says, and answers with what came back. */
async function hostileLife(cookie: string, random: SeededRandom): Promise<string[]> {
  const url = `${server.address.replace('http', 'ws')}${HINTS_PATH}?EIO=4&transport=websocket`
  const socket = new WebSocket(url, { headers: { origin: server.address, cookie } })
  const heard: string[] = []
  socket.on('message', (data: Buffer) => heard.push(data.toString()))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise<void>((resolve) => socket.once('open', () => resolve()))
  if (random.below(10) < 8) socket.send('40')
  for (let count = 0; count < 10 && socket.readyState === socket.OPEN; count++) {
    const packet = random.pick(HOSTILE)
    if (random.below(10) === 0) socket.send(Buffer.from(packet))
    else socket.send(packet)
  }
  socket.send('42["nothing a page says",1]')
  await Promise.race([closed, pause(4_000)])
  socket.terminate()
  return heard
}

test('[LD8.4] what is longer than anything a page says is not read to its end', async () => {
  const cookie = await cookieOfD()
  const url = `${server.address.replace('http', 'ws')}${HINTS_PATH}?EIO=4&transport=websocket`
  const codes = [MAX_HINT_BYTES, MAX_HINT_BYTES + 1].map(async (length) => {
    const socket = new WebSocket(url, { headers: { origin: server.address, cookie } })
    await once(socket, 'open')
    socket.send('x'.repeat(length))
    const [code] = await once(socket, 'close')
    return code
  })

  const [whole, tooLong] = await Promise.all(codes)
  expect([whole === TOO_LONG, tooLong]).toEqual([false, TOO_LONG])
})
