import { setTimeout as pause } from 'node:timers/promises'
import { RawClient } from '../rawClient.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { type Ground, startGround } from './ground.ts'
import { BOMBS, MALFORMED, oneBitFlipped, POISONS } from './hostileFrames.ts'
import type { Latency } from './latency.ts'
import { startProbe } from './probe.ts'

export interface HostileFloodOptions {
  /** Of each malformed kind. */
  readonly each: number
  readonly bombsEach: number
  /** Sessions that send theirs at the same moment. */
  readonly atOnce: number
  /** How long the probe measures without a flood. Unit: milliseconds. */
  readonly controlMs: number
  /** How long the server is left alone before each time its memory is read. Unit: milliseconds. */
  readonly restMs: number
  readonly seed: number
}

export interface HostileFloodReport extends HostileFloodOptions {
  readonly frames: number
  /** Kinds of which one was sent and its session went on. */
  readonly survived: readonly string[]
  readonly isSameDocument: boolean
  /** True when a fresh client reads the document that got changes with a bit turned. */
  readonly opensAfterFlips: boolean
  readonly probe: Latency
  readonly control: Latency
  /** Unit: MiB that the server's memory had grown by when the flood ended, and after a rest. */
  readonly floodedMib: number
  readonly grownMib: number
  /** Unit: milliseconds that the server's event loop stood still at most, since the flood began. */
  readonly longestStallMs: number
}

/** So many of a ground's editors attack, from the first. */
export const ATTACKERS = 4
/** New sockets a second; one address may open a hundred. */
const PACE = 90
/** Unit: milliseconds that the close may take on a busy machine, where the frame is one that no honest client sends. */
const PATIENCE_MS = 5_000

/** Sessions that send what no honest client sends, one frame each, while a probe writes in another document (S-01, S-02, R-25). */
export async function hostileFlood(options: HostileFloodOptions): Promise<HostileFloodReport> {
  const ground = await startGround(ATTACKERS + 2)
  const random = seededRandom(options.seed)
  const [attacked, flipped, probed] = [
    await ground.newDocument(),
    await ground.newDocument(),
    await ground.newDocument(),
  ]
  const doors = [ground.doorOf(ATTACKERS, probed), ground.doorOf(ATTACKERS + 1, probed)] as const
  const first = await startProbe(doors)
  await pause(options.controlMs)
  const control = await first.end()
  // As many as come at once of each kind first: what a server learns once, compiled code and the allocator's buffers for them,
  // is not what a flood costs.
  const { atOnce } = options
  const warmUp = { each: Math.min(options.each, atOnce), bombsEach: Math.min(options.bombsEach, atOnce) }
  await attack(ground, attacked, { shots: shotsOf(warmUp, random), patienceMs: PATIENCE_MS, atOnce })
  const digest = await ground.digestOf(attacked)
  await pause(options.restMs)
  const before = await ground.residentMib()
  const probe = await startProbe(doors)

  const shots = shotsOf(options, random)
  const survived = await attack(ground, attacked, { shots, patienceMs: PATIENCE_MS, atOnce })
  const flips = Array.from({ length: options.each }, () => ['a bit turned', oneBitFlipped(random)] as const)
  await attack(ground, flipped, { shots: flips, patienceMs: 0, atOnce })

  const measured = await probe.end()
  const longestStall = (await ground.metrics()).get('nodejs_eventloop_lag_max_seconds') ?? Number.NaN
  const flooded = await ground.residentMib()
  await pause(options.restMs)
  const rested = await ground.residentMib()
  const opensAfterFlips = await opens(ground, flipped)
  const isSameDocument = (await ground.digestOf(attacked)) === digest
  await ground.stop()
  return {
    ...options,
    frames: shots.length + flips.length,
    ...{ survived, isSameDocument, opensAfterFlips, probe: measured, control },
    ...{ floodedMib: Math.round(flooded - before), grownMib: Math.round(rested - before) },
    longestStallMs: Math.round(longestStall * 1_000),
  }
}

type Shot = readonly [kind: string, bytes: Uint8Array | string]

interface Attack extends Pick<HostileFloodOptions, 'atOnce'> {
  readonly shots: readonly Shot[]
  readonly patienceMs: number
}

function shotsOf(
  { each, bombsEach }: Pick<HostileFloodOptions, 'each' | 'bombsEach'>,
  random: SeededRandom,
): readonly Shot[] {
  const many = (kinds: typeof MALFORMED, count: number): Shot[] =>
    Object.entries(kinds).flatMap(([kind, make]) => Array.from({ length: count }, () => [kind, make(random)] as const))
  return [...many(MALFORMED, each), ...many(BOMBS, bombsEach), ...many(POISONS, bombsEach)]
}

/** Sends each frame in a session of its own. The kinds whose session went on. */
export async function attack(
  ground: Ground,
  documentId: string,
  { shots, patienceMs, atOnce }: Attack,
): Promise<readonly string[]> {
  const survived = new Set<string>()
  for (let done = 0; done < shots.length; done += atOnce) {
    const startedAt = performance.now()
    await Promise.all(
      shots.slice(done, done + atOnce).map(async ([kind, bytes], place) => {
        const client = new RawClient(ground.doorOf(place % ATTACKERS, documentId))
        if (await goesOnAfter(client, bytes, patienceMs)) survived.add(kind)
      }),
    )
    await pause(Math.max(0, (atOnce * 1_000) / PACE - (performance.now() - startedAt)))
  }
  return [...survived]
}

async function goesOnAfter(client: RawClient, bytes: Uint8Array | string, patienceMs: number): Promise<boolean> {
  await client.comeIn()
  if (!client.isOpen) throw new Error(`the attacker was not let in: ${JSON.stringify(await client.ended)}`)
  client.send(bytes)
  // The close goes out before the pong of a ping that was sent after the frame, or with a batch after it.
  for (let turn = 0; turn < 3 && client.isOpen; turn++) await client.roundTrip()
  if (client.isOpen) await Promise.race([client.ended, pause(patienceMs)])
  const goesOn = client.isOpen
  client.leave()
  return goesOn
}

async function opens(ground: Ground, documentId: string): Promise<boolean> {
  const client = new RawClient(ground.doorOf(0, documentId))
  await client.comeIn()
  const isOpen = client.isOpen && client.frames.some(({ kind }) => kind === 'syncStep2')
  client.leave()
  return isOpen
}
