import { setTimeout as pause } from 'node:timers/promises'
import type { Door } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { SOCKETS_PER_MEMBER, startGround } from './ground.ts'
import type { Latency } from './latency.ts'
import { startProbe } from './probe.ts'

/** what a storm came to. */
export interface StormReport {
  readonly clients: number
  /** Unit: milliseconds from the cut until the last has the document again. */
  readonly allBackMs: number
  readonly refused: number
  readonly peakRssMiB: number
  readonly probe: Latency
}

/** One document may have 300 connections. */
const PER_DOCUMENT = 250
const WITHIN_MS = 30_000
const COME_BACK_MS = 400

/** Clients are cut off all at once and come back at once, while two members edit a document of their own. */
export async function reconnectStorm(clients: number): Promise<StormReport> {
  const members = Math.ceil(clients / SOCKETS_PER_MEMBER)
  const ground = await startGround(members + 2)
  const doors: Door[] = []
  for (let number = 0; number < clients; number += PER_DOCUMENT) {
    const documentId = await ground.newDocument()
    const here = Math.min(PER_DOCUMENT, clients - number)
    for (let one = 0; one < here; one++) doors.push(ground.doorOf(2 + ((number + one) % members), documentId))
  }
  const probed = await ground.newDocument()
  let peakRssMiB = 0
  const watching = setInterval(async () => {
    peakRssMiB = Math.max(peakRssMiB, await ground.residentMib().catch(() => 0))
  }, 250)
  try {
    const first = await comeAll(doors)
    const probing = await startProbe([ground.doorOf(0, probed), ground.doorOf(1, probed)])
    await pause(500)
    const startedAt = performance.now()
    for (const client of first) client.leave()
    const again = await comeAll(doors)
    const allBackMs = performance.now() - startedAt
    const probe = await probing.end()
    const refused = again.filter(({ isOpen }) => !isOpen).length
    for (const client of again) client.leave()
    return { clients, allBackMs, refused, peakRssMiB, probe }
  } finally {
    clearInterval(watching)
    await ground.stop()
  }
}

/** Everybody comes in; whoever is told to come back later does, as a page would, until all are in or the time is over. */
async function comeAll(doors: readonly Door[]): Promise<readonly RawClient[]> {
  const end = performance.now() + WITHIN_MS
  return Promise.all(doors.map((door) => comeIn(door, end)))
}

async function comeIn(door: Door, end: number): Promise<RawClient> {
  const client = new RawClient(door, [door.subprotocol ?? ''])
  await client.comeIn().catch(() => client.leave())
  if (client.isOpen || performance.now() > end) return client
  await pause(COME_BACK_MS)
  return comeIn(door, end)
}
