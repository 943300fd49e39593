import { setTimeout as pause } from 'node:timers/promises'
import { Participant } from '../participant.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { type Ground, startGround } from './ground.ts'
import type { Latency } from './latency.ts'
import { startProbe } from './probe.ts'
import { allSettled, differentTexts } from './settle.ts'

export interface LoadOptions {
  readonly documents: number
  readonly editorsEach: number
  readonly seconds: number
  readonly seed: number
}

export interface LoadReport extends LoadOptions {
  readonly edits: number
  readonly probe: Latency
  /** What the same probe saw before the load, on the same machine in the same run. */
  readonly control: Latency
  /** Documents whose replicas were not equal at the end. */
  readonly diverged: number
  /** Unit: MiB of the server's memory after the first quarter and at the end. */
  readonly memoryMib: { readonly warm: number; readonly end: number }
}

const EDITS_PER_SECOND = 2
/** A member may have thirty sockets. */
const SOCKETS_PER_MEMBER = 25
const CONTROL_MS = 3_000
/** Unit: characters of a line at which its writer takes half of it out again. */
const LONG_LINE = 400

/** Many people edit many documents at a human pace, and a probe beside them measures what one of them would feel. */
export async function holdLoad(options: LoadOptions): Promise<LoadReport> {
  const { documents, editorsEach, seconds } = options
  const members = Math.ceil((documents * editorsEach) / SOCKETS_PER_MEMBER)
  const ground = await startGround(members + 2)
  const random = seededRandom(options.seed)
  const probed = await ground.newDocument()
  const doors = [ground.doorOf(members, probed), ground.doorOf(members + 1, probed)] as const
  const control = await probeFor(doors, CONTROL_MS)
  const groups = await openGroups(ground, options)
  const probe = await startProbe(doors)

  const half = await editFor(groups, random, seconds / 4)
  const warm = await memoryMib(ground)
  const rest = await editFor(groups, random, (seconds * 3) / 4)
  const measured = await probe.end()
  for (const group of groups) await allSettled(group)
  const end = await memoryMib(ground)
  const diverged = groups.filter((group) => differentTexts(group) > 1).length
  for (const participant of groups.flat()) participant.leave()
  await ground.stop()
  return { ...options, edits: half + rest, probe: measured, control, diverged, memoryMib: { warm, end } }
}

type Doors = Parameters<typeof startProbe>[0]

async function probeFor(doors: Doors, milliseconds: number): Promise<Latency> {
  const probe = await startProbe(doors)
  await pause(milliseconds)
  return probe.end()
}

async function openGroups(ground: Ground, { documents, editorsEach }: LoadOptions) {
  const groups: Participant[][] = []
  for (let index = 0; index < documents; index++) {
    const documentId = await ground.newDocument()
    const editors = Array.from({ length: editorsEach }, (_, place) => {
      const socket = index * editorsEach + place
      return new Participant(ground.doorOf(Math.floor(socket / SOCKETS_PER_MEMBER), documentId))
    })
    await allSettled(editors)
    groups.push(editors)
  }
  return groups
}

/** Every editor edits twice a second on average, in no order. */
async function editFor(groups: readonly Participant[][], random: SeededRandom, seconds: number): Promise<number> {
  const everybody = groups.flat()
  const gapMs = 1_000 / EDITS_PER_SECOND / everybody.length
  const endsAt = performance.now() + seconds * 1_000
  let edits = 0
  for (let dueAt = performance.now(); dueAt < endsAt; dueAt += gapMs) {
    const early = dueAt - performance.now()
    if (early > 0) await pause(early)
    const editor = random.pick(everybody)
    if (editor.line().length > LONG_LINE) editor.erase(LONG_LINE / 2)
    else editor.type(random.pick(['就労', '住居', '通院', '相談']))
    edits++
  }
  return edits
}

async function memoryMib(ground: Ground): Promise<number> {
  return Math.round(((await ground.metrics()).get('process_resident_memory_bytes') ?? 0) / 2 ** 20)
}
