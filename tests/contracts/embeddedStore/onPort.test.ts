import { once } from 'node:events'
import { connect } from 'node:net'
import { Binary } from 'bson'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbeddedStore, uriOfRunning } from '#server/embedded-store/startEmbeddedStore.ts'
import { RawConnection } from './rawConnection.ts'
import { aFolder, type OpenFolder, openFolder } from './storeFolder.ts'

const folder = aFolder()
let open: OpenFolder

beforeAll(async () => {
  open = await openFolder(folder.dir, { listensOn: 'port' })
})

afterAll(async () => {
  await open.close()
  folder[Symbol.dispose]()
})

const portOf = (uri: string): number => Number(/@127\.0\.0\.1:(\d+)\//.exec(uri)?.[1])
const withoutPassword = () => RawConnection.open(`mongodb://127.0.0.1:${portOf(open.store.uri)}/`)
const payload = (text: string) => new Binary(Buffer.from(text))

test('[OP1.48] a driver that knows the password does on a port all that it does on a socket', async () => {
  const rows = open.client.db('x').collection<{ _id: number; changed?: boolean }>('rows')

  await Promise.all(Array.from({ length: 32 }, (_, _id) => rows.insertOne({ _id })))
  await open.client.withSession((session) =>
    session.withTransaction(async () => {
      await rows.updateOne({ _id: 1 }, { $set: { changed: true } }, { session })
      await rows.deleteOne({ _id: 2 }, { session })
    }),
  )

  expect(await rows.countDocuments()).toBe(31)
  expect(await rows.findOne({ changed: true })).toEqual({ _id: 1, changed: true })
})

test('[OP1.48] another process of the owner reaches it by what stands beside the data file', async () => {
  const refusal = await startEmbeddedStore({ dir: folder.dir }).catch((fault: unknown) => fault)
  const client = await MongoClient.connect(uriOfRunning(folder.dir) ?? '')

  expect(refusal).toMatchObject({ name: 'StoreInUseError', holder: { pid: process.pid } })
  expect(JSON.stringify(refusal)).not.toContain('mongodb://')
  expect(await client.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 })
  await client.close()
})

test('[OP1.48] who has proved nothing is answered a greeting and nothing else', async () => {
  const stranger = await withoutPassword()
  const codeOf = async (command: object) => Number((await stranger.send({ ...command, $db: 'x' })).code)

  expect(await stranger.send({ hello: 1, $db: 'admin' })).toMatchObject({ setName: 'tsunagi' })
  for (const command of [
    { find: 'rows' },
    { insert: 'rows', documents: [{ _id: 99 }] },
    { ping: 1 },
    { dropDatabase: 1 },
  ]) {
    expect(await codeOf(command)).toBe(13)
  }
  stranger.close()
  expect(await open.client.db('x').collection<{ _id: number }>('rows').findOne({ _id: 99 })).toBeNull()
})

test('[OP1.48] a wrong password, a proof of nothing and a proof of another time are refused', async () => {
  const wrong = open.store.uri.replace(/:[^:@]+@/, ':guess@')
  await expect(MongoClient.connect(wrong, { serverSelectionTimeoutMS: 2_000 })).rejects.toMatchObject({ code: 18 })

  const stranger = await withoutPassword()
  const start = (more: object) =>
    stranger.send({
      ...{ saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: payload('n,,n=tsunagi,r=abc') },
      ...{ options: { skipEmptyExchange: true }, $db: 'admin', ...more },
    })
  const finish = (text: string) =>
    stranger.send({ saslContinue: 1, conversationId: 1, payload: payload(text), $db: 'admin' })
  const codes = async (answers: readonly Promise<Record<string, unknown>>[]) =>
    (await Promise.all(answers)).map(({ code }) => Number(code))

  expect(await codes([finish('c=biws,r=abc,p=AAAA')])).toEqual([18])
  expect(
    await codes([
      start({ mechanism: 'PLAIN' }),
      start({ mechanism: 7 }),
      start({ options: {} }),
      start({ payload: 'n,,n=tsunagi,r=abc' }),
      start({ payload: payload('n,,n=root,r=abc') }),
      start({ payload: payload('y,,n=tsunagi,r=abc') }),
      start({ other: 1 }),
    ]),
  ).toEqual([334, 14, 115, 18, 18, 18, 115])

  const { payload: first } = await start({})
  const nonce = /^r=([^,]+)/.exec((first as Binary).toString('utf8'))?.[1] ?? ''
  expect(nonce.startsWith('abc')).toBe(true)
  expect(await codes([finish(`c=biws,r=${nonce},p=${'A'.repeat(43)}=`)])).toEqual([18])
  // What was asked of one who failed is not asked again.
  expect(
    await codes([finish(`c=biws,r=${nonce},p=${'A'.repeat(43)}=`), stranger.send({ find: 'rows', $db: 'x' })]),
  ).toEqual([18, 13])
  stranger.close()
})

test('[OP1.48] a page that is made to ask the port, and what sends more than a greeting needs, is cut off', async () => {
  for (const bytes of [
    Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    Buffer.alloc(16, Buffer.from([0, 0, 0, 2])),
  ]) {
    const socket = connect(portOf(open.store.uri), '127.0.0.1')
    const answered: Buffer[] = []
    socket.on('data', (chunk: Buffer) => answered.push(chunk))
    socket.write(bytes)
    await once(socket, 'close')
    expect(answered).toEqual([])
  }
})

test('[OP2.59] of three hundred who connect and say nothing most are cut off, and drivers that are there and that come go on', async () => {
  const strangers = await Promise.all(Array.from({ length: 300 }, withoutPassword))
  const late = await MongoClient.connect(open.store.uri)

  await expect.poll(() => strangers.filter(({ isGone }) => isGone).length).toBeGreaterThanOrEqual(300 - 128)
  expect(await late.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 })
  expect(await open.client.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 })
  await late.close()
  for (const stranger of strangers) stranger.close()
})
