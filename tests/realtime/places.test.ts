import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SOCKET_LIMITS } from '#server/collab/connectionLimits.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { until } from '#tests/support/until.ts'

const PLACES = 5

let rig: CollabRig

beforeEach(async () => {
  rig = await startCollab({ ports: { socketLimits: { ...SOCKET_LIMITS, perAddress: PLACES, perMember: PLACES } } })
})
afterEach(() => rig.stop())

const upgrade = (origin: string): string =>
  [
    `GET /sync/${rig.documentId} HTTP/1.1`,
    ...['Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    ...['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Protocol: tsunagi.v1.g1'],
    ...[`Origin: ${origin}`, `Cookie: member=${memberNumber(1)}`, '', ''],
  ].join('\r\n')

async function connected(asking: string) {
  const { port, hostname: host } = new URL(rig.doorOf(1).address)
  const socket = connect({ port: Number(port), host, allowHalfOpen: true })
  await once(socket, 'connect')
  socket.write(asking)
  return socket
}

/** What becomes of the next of that address, and member, who asks. */
async function nextOne(): Promise<string | number | null> {
  const client = new RawClient(rig.doorOf(1))
  const outcome = await Promise.race([client.comeIn().then(() => 'in'), client.ended.then(({ status }) => status)])
  client.leave()
  return outcome
}

test('[KS1] who asks while the store is away takes up no place of their address', async () => {
  const read = rig.access.readSignedIn.bind(rig.access)
  rig.access.readSignedIn = () => Promise.reject(new Error('the store is away'))
  const asked = Array.from({ length: PLACES }, () => new RawClient(rig.doorOf(1)).ended)
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 503))
  rig.access.readSignedIn = read

  expect(await nextOne()).toBe('in')
})

test('[KS1] whoever is cut while they are being let in gives their places back', async () => {
  const read = rig.access.readSignedIn.bind(rig.access)
  let asked = 0
  rig.access.readSignedIn = async (request) => {
    asked++
    await sleep(50)
    return read(request)
  }
  for (let count = 1; count <= PLACES; count++) {
    const socket = await connected(upgrade(rig.origin))
    await until(() => asked === count, 'they are being let in')
    socket.resetAndDestroy()
  }

  await until(async () => (await nextOne()) === 'in', 'there is a place for the next')
})

test('[KS15] whoever is refused holds no connection by leaving their half of it open', async () => {
  const sockets = await Promise.all(Array.from({ length: 4 }, () => connected(upgrade('http://council.example.evil'))))
  for (const socket of sockets) socket.on('error', () => undefined).resume()

  // What is sent to an end that is no more is sent back, and that ends this one too.
  const areGone = () => {
    for (const socket of sockets) if (socket.writable) socket.write('x')
    return sockets.every(({ destroyed }) => destroyed)
  }
  await until(areGone, 'the server has let go of them')
})
