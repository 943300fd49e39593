import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { deserialize, serialize } from 'bson'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { until } from '#tests/support/until.ts'
import { RawConnection } from './rawConnection.ts'

const $db = 'wire'
const MORE_TO_COME = 2
const MIB = 1024 * 1024

let store: EmbeddedStore

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true })
})

afterAll(() => store.close())

/** A socket that counts what it got, and the answers by what they answer. */
async function open(): Promise<{
  socket: Socket
  answers: [number, Record<string, unknown>][]
  isGone: () => boolean
}> {
  const socket = connect(decodeURIComponent(/^mongodb:\/\/([^/?]+)/.exec(store.uri)?.[1] ?? ''))
  const answers: [number, Record<string, unknown>][] = []
  let held = Buffer.alloc(0)
  let isGone = false
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk])
    while (held.length >= 16 && held.length >= held.readInt32LE(0)) {
      const message = held.subarray(0, held.readInt32LE(0))
      held = held.subarray(message.length)
      answers.push([message.readInt32LE(8), deserialize(message.subarray(message.readInt32LE(12) === 1 ? 36 : 21))])
    }
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isGone = true
  })
  await new Promise((onOpen) => socket.once('connect', onOpen))
  return { socket, answers, isGone: () => isGone }
}

function message(id: number, body: Uint8Array, { flags = 0, more = [] as readonly Buffer[] } = {}): Buffer {
  const sections = Buffer.concat([Buffer.of(0), body, ...more])
  const head = Buffer.alloc(20)
  head.writeInt32LE(20 + sections.length, 0)
  head.writeInt32LE(id, 4)
  head.writeInt32LE(2013, 12)
  head.writeUInt32LE(flags, 16)
  return Buffer.concat([head, sections])
}

function sequence(name: string, document: object): Buffer {
  const body = Buffer.concat([Buffer.from(`${name}\0`), serialize(document)])
  const head = Buffer.alloc(5)
  head.writeUInt8(1)
  head.writeInt32LE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

/** An insert in whose bytes `from` is replaced. */
function tampered(document: object, from: string, to: Buffer): Buffer {
  const bytes = Buffer.from(serialize({ insert: 'c', documents: [document], $db }))
  to.copy(bytes, bytes.indexOf(from))
  return bytes
}

test('[OP1.1] what wants no answer gets none, also when it is refused', async () => {
  const { socket, answers } = await open()
  const withSymbol = tampered({ a: 'x' }, '\x02a\0', Buffer.of(0x0e))

  socket.write(
    Buffer.concat([message(1, withSymbol, { flags: MORE_TO_COME }), message(2, serialize({ ping: 1, $db }))]),
  )
  await until(() => answers.some(([id]) => id === 2), 'the second is answered')

  expect(answers).toEqual([[2, { ok: 1 }]])
  socket.destroy()
})

test('[OP1.1] documents that are sent under one name twice are refused, not lost', async () => {
  const { socket, answers } = await open()
  const [first, second] = [sequence('documents', { _id: 1 }), sequence('documents', { _id: 2 })]

  socket.write(message(1, serialize({ insert: 'c', $db }), { more: [first, second] }))
  socket.write(message(2, serialize({ insert: 'c', documents: [{ _id: 3 }], $db }), { more: [first] }))
  socket.write(message(3, serialize({ insert: 'c', documents: [{ _id: 4 }] })))
  socket.write(message(4, tampered({ a: 'zz' }, 'zz', Buffer.of(0xff))))
  socket.write(message(5, tampered({ a: true }, '\x08a\0\x01', Buffer.from('\x08a\0\x07'))))
  await until(() => answers.length === 5, 'each is answered')

  expect(answers.map(([id, { code }]) => [id, code])).toEqual([
    [1, 40431],
    [2, 40433],
    [3, 40571],
    [4, 115],
    [5, 115],
  ])
  socket.destroy()
})

test('[OP1.1] nothing but a greeting comes by OP_QUERY', async () => {
  const { socket, answers, isGone } = await open()
  const body = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from('x.$cmd\0'),
    Buffer.alloc(8),
    serialize({ insert: 'c', documents: [{}] }),
  ])
  const head = Buffer.alloc(16)
  head.writeInt32LE(16 + body.length, 0)
  head.writeInt32LE(2004, 12)

  socket.write(Buffer.concat([head, body]))
  await until(isGone, 'the socket has ended')

  expect([answers, isGone()]).toEqual([[], true])
})

test('[OP1.1] bytes that are no message end their own socket only, also while its answer waits to be read', async () => {
  const other = await RawConnection.open(store.uri)
  await other.send({ insert: 'unread', documents: [{ _id: 1, text: 'x'.repeat(10 * MIB) }], $db })
  const { socket } = await open()
  socket.pause()
  socket.write(message(1, serialize({ find: 'unread', $db })))
  // Answered behind the other one's answer, which is on its way then.
  await pause(100)
  await other.send({ ping: 1, $db })

  socket.write(Buffer.alloc(16, 0xff))
  await pause(300)

  const { ok } = await other.send({ ping: 1, $db })
  expect(Number(ok)).toBe(1)
  socket.destroy()
  other.close()
})

test('[OP1.22] neither idle connections nor answers that nobody reads fill the memory', async () => {
  const one = await RawConnection.open(store.uri)
  await one.send({ insert: 'large', documents: [{ _id: 1, text: 'x'.repeat(10 * MIB) }], $db })
  const before = process.memoryUsage.rss()
  const idle: RawConnection[] = []
  for (let at = 0; at < 25; at += 1) {
    const next = await RawConnection.open(store.uri)
    await next.send({ ping: 1, comment: 'x'.repeat(14 * MIB), $db })
    idle.push(next)
  }
  const { socket } = await open()
  socket.pause()
  for (let at = 0; at < 60; at += 1) {
    socket.write(message(at, serialize({ find: 'large', $db })))
    await pause(10)
  }
  await pause(500)

  expect((process.memoryUsage.rss() - before) / MIB).toBeLessThan(250)
  socket.destroy()
  for (const next of [one, ...idle]) next.close()
})

/** The bytes with another number at a place. */
function withInt(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeInt32LE(value, at)
  return changed
}

const ping = message(1, serialize({ ping: 1, $db }))
const insertOf = (section: Buffer) => message(1, serialize({ insert: 'broken', $db }), { more: [section] })

test.each<readonly [string, Buffer]>([
  ['a message longer than 48 MB', withInt(ping, 0, 48_000_001)],
  ['a message shorter than its head', withInt(ping, 0, 15)],
  ['a flag that it does not know', message(1, serialize({ ping: 1, $db }), { flags: 4 })],
  ['a section past its message', insertOf(withInt(sequence('documents', { _id: 1 }), 1, 500))],
  ['a section without a length', insertOf(withInt(sequence('documents', { _id: 1 }), 1, -1))],
  ['a document past its section', insertOf(withInt(sequence('documents', { _id: 1 }), 1, 20))],
  ['another operation', withInt(ping, 12, 2010)],
])('[OP1.37] %s ends its socket, and nothing of it is done', async (_, bytes) => {
  const { socket, answers, isGone } = await open()

  socket.write(bytes)
  await until(isGone, 'the socket has ended')

  const other = await RawConnection.open(store.uri)
  const { cursor } = await other.send({ find: 'broken', $db })
  expect([answers, cursor]).toMatchObject([[], { firstBatch: [] }])
  other.close()
})

test('[OP1.1] however many commands come in one piece, each is answered, in their order', async () => {
  const { socket, answers } = await open()
  const many = Array.from({ length: 20_000 }, (_, at) => message(at, serialize({ ping: 1, $db })))

  socket.write(Buffer.concat(many))
  await until(() => answers.length === many.length, 'all are answered')

  expect(answers.every(([id, { ok }], at) => id === at && ok === 1)).toBe(true)
  socket.destroy()
})

test('[OP1.37] a message with a checksum behind it is read without it', async () => {
  const { socket, answers } = await open()

  socket.write(message(1, serialize({ ping: 1, $db }), { flags: 1, more: [Buffer.alloc(4, 0xff)] }))
  await until(() => answers.length === 1, 'it is answered')

  expect(answers).toEqual([[1, { ok: 1 }]])
  socket.destroy()
})
