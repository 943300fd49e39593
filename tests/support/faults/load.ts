import { setTimeout as pause } from 'node:timers/promises'
import type * as Y from 'yjs'
import { atPace } from '../atPace.ts'
import { Participant } from '../participant.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { type Ground, SOCKETS_PER_MEMBER, startGround } from './ground.ts'
import { type ProbedLatency, startProbe } from './probe.ts'
import { allSettled, differentTexts } from './settle.ts'

export interface LoadOptions {
  readonly documents: number
  readonly editorsEach: number
  readonly seconds: number
  readonly seed: number
}

export interface LoadReport extends LoadOptions {
  readonly edits: number
  readonly probe: ProbedLatency
  /** What the same probe saw before the load, on the same machine in the same run. */
  readonly control: ProbedLatency
  /** Documents whose replicas were not equal at the end. */
  readonly diverged: number
  readonly memory: MemoryGrowth
}

/** Of the server, after the first quarter, in which it warms up. */
interface MemoryGrowth {
  /** Unit: MiB when it was warm, and at the end. */
  readonly warmMib: number
  readonly endMib: number
  /** Unit: MiB each ten minutes, of the straight line nearest to all that was sampled. */
  readonly slopeMib: number
}

/** Someone who edits a paragraph of their own, as people who share a note do. */
interface Typist {
  readonly participant: Participant
  readonly line: Y.XmlText
}

const EDITS_PER_SECOND = 2
const CONTROL_MS = 3_000
/** A hundredth of the time: memory goes up and down with each collection, and a slope is seen through many. */
const SAMPLE_PART = 10
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

  const warmUp = await editFor(groups, random, seconds / 4)
  const samples = [await sampleMemory(ground)]
  const sampling = setInterval(async () => samples.push(await sampleMemory(ground)), seconds * SAMPLE_PART)
  const rest = await editFor(groups, random, (seconds * 3) / 4)
  const measured = await probe.end()
  const replicas = groups.map((group) => group.map(({ participant }) => participant))
  for (const group of replicas) await allSettled(group)
  clearInterval(sampling)
  samples.push(await sampleMemory(ground))
  const diverged = replicas.filter((group) => differentTexts(group) > 1).length
  for (const participant of replicas.flat()) participant.leave()
  await ground.stop()
  return { ...options, edits: warmUp + rest, probe: measured, control, diverged, memory: growthOf(samples) }
}

type Doors = Parameters<typeof startProbe>[0]

async function probeFor(doors: Doors, milliseconds: number): Promise<ProbedLatency> {
  const probe = await startProbe(doors)
  await pause(milliseconds)
  return probe.end()
}

async function openGroups(ground: Ground, { documents, editorsEach }: LoadOptions) {
  const groups: Typist[][] = []
  for (let index = 0; index < documents; index++) {
    const documentId = await ground.newDocument()
    const editors = Array.from({ length: editorsEach }, (_, place) => {
      const socket = index * editorsEach + place
      return new Participant(ground.doorOf(Math.floor(socket / SOCKETS_PER_MEMBER), documentId))
    })
    await allSettled(editors)
    groups.push(editors.map((participant) => ({ participant, line: participant.addLine() })))
  }
  return groups
}

/** Every editor edits twice a second on average, in no order. */
function editFor(groups: readonly Typist[][], random: SeededRandom, seconds: number): Promise<number> {
  const everybody = groups.flat()
  return atPace({ gapMs: 1_000 / EDITS_PER_SECOND / everybody.length, forMs: seconds * 1_000 }, () => {
    const { line } = random.pick(everybody)
    if (line.length > LONG_LINE) line.delete(0, LONG_LINE / 2)
    else line.insert(line.length, random.pick(['就労', '住居', '通院', '相談']))
  })
}

interface Sample {
  /** Unit: milliseconds. */
  readonly at: number
  readonly mib: number
}

async function sampleMemory(ground: Ground): Promise<Sample> {
  return { at: performance.now(), mib: await ground.residentMib() }
}

const TEN_MINUTES_MS = 600_000

/** The slope by least squares. */
function growthOf(samples: readonly Sample[]): MemoryGrowth {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length
  const [meanAt, meanMib] = [mean(({ at }) => at), mean(({ mib }) => mib)]
  const spread = mean(({ at }) => (at - meanAt) ** 2)
  const slope = mean(({ at, mib }) => (at - meanAt) * (mib - meanMib)) / spread
  return { warmMib: samples[0]?.mib ?? 0, endMib: samples.at(-1)?.mib ?? 0, slopeMib: slope * TEN_MINUTES_MS }
}
