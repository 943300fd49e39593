import { expect, test } from 'vitest'
import type { CarryRequest } from '#client/platform/http.ts'
import { MAX_CHANGE_BYTES } from '#shared/protocol/limits.ts'
import { decodeClientParcel, encodeServerParcel, PARCEL_PATHS } from '#shared/protocol/parcels.ts'
import { PollSocket } from './pollSocket.ts'
import { browserTimers } from './timers.ts'

/** Unit: bytes that 64 kbit/s carry in the 30 s after which a body that has not come is given up on both sides. */
const CARRIED_IN_TIME = (64_000 / 8) * 30

/** Takes what is posted, as the server does. */
function aServer() {
  const bodies: Uint8Array[] = []
  let taken = 0
  const answer = () => ({
    status: 200,
    header: () => 'a session',
    bytes: encodeServerParcel({ closeCode: 0, taken, first: 1, frames: [] }),
  })
  const carry = async ({ path, bytes }: CarryRequest) => {
    if (path.endsWith(PARCEL_PATHS.poll)) return new Promise<never>(() => undefined)
    if (bytes !== undefined) {
      bodies.push(bytes)
      taken += decodeClientParcel(bytes)?.pieces.length ?? 0
    }
    return answer()
  }
  const frameBytes = () => bodies.flatMap((body) => decodeClientParcel(body)?.pieces ?? []).map(({ bytes }) => bytes)
  return { carry, bodies, receivedBytes: () => Buffer.concat(frameBytes()).byteLength }
}

test('[KS56] the largest change goes in bodies that a thin line carries in time, and comes whole', async () => {
  const server = aServer()
  const socket = new PollSocket(
    { http: server, timers: browserTimers, path: '/sync/doc', onPart: () => undefined },
    'tsunagi.v1.g1',
  )
  await expect.poll(() => socket.readyState).toBe(socket.OPEN)

  socket.send(new Uint8Array(MAX_CHANGE_BYTES))

  await expect.poll(server.receivedBytes).toBe(MAX_CHANGE_BYTES)
  expect(Math.max(...server.bodies.map((body) => body.byteLength))).toBeLessThan(CARRIED_IN_TIME)
  socket.close()
})
