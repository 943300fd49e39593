import { rm } from 'node:fs/promises'
import { type BenchOptions, figure, type Scenario, table, type Verdict } from '../bench.ts'
import { rssOf, startProcess } from '../childProcess.ts'
import { median } from '../quantiles.ts'
import { lifeOf, readEditingTrace } from './editingTrace.ts'
import type { Target } from './replica.ts'
import { scratchFolder, startOn, type TargetName, TITLES } from './targets.ts'

/** `@y/websocket-server` keeps nothing, so nothing can be opened cold there. */
const TARGETS = ['tsunagi', 'hocuspocus'] as const
type Kept = (typeof TARGETS)[number]

interface Opening {
  readonly tookMs: number
  /** Unit: bytes that the server has grown by. */
  readonly grewBy: number
  readonly length: number
}

interface Opened {
  readonly length: number
  readonly tookMs: number
}

const SETTLE_MS = 1_000

/** Writes the document once, and opens it after as many starts as there are rounds. */
async function measure(name: Kept, updates: readonly Uint8Array[], rounds: number): Promise<readonly Opening[]> {
  const folder = await scratchFolder()
  try {
    const target = await written(name, folder, updates)
    const openings: Opening[] = []
    for (let round = 0; round < rounds; round++) openings.push(await openedCold(name, folder, target))
    return openings
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function written(name: Kept, folder: string, updates: readonly Uint8Array[]): Promise<Target> {
  const [server, client] = [await startOn(name, folder), await startClient()]
  const target = await server.newDocument()
  await client.ask({ kind: 'write', target, updates }, 'done')
  await client.end('SIGKILL')
  await server.stop()
  return target
}

async function openedCold(name: Kept, folder: string, target: Target): Promise<Opening> {
  const [server, client] = [await startOn(name, folder), await startClient()]
  // The code is warm and the document is not: another one is opened before.
  await client.ask<Opened>({ kind: 'open', target: await server.newDocument() }, 'done')
  const before = await rssOf(server.process.pid)
  const { tookMs, length } = await client.ask<Opened>({ kind: 'open', target: await server.again(target) }, 'done')
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const grewBy = (await rssOf(server.process.pid)) - before
  await client.end('SIGKILL')
  await server.stop()
  return { tookMs, grewBy, length }
}

const startClient = () => startProcess('live/opener.ts')

interface Size {
  readonly times: number
  readonly moonshotMs: number
}

const SIZES: readonly Size[] = [
  { times: 1, moonshotMs: 30 },
  { times: 10, moonshotMs: 170 },
]

function verdictOf({ times, moonshotMs }: Size, ours: readonly Opening[], theirs: readonly Opening[]): Verdict {
  const took = median(ours.map(({ tookMs }) => tookMs))
  const ratio = took / median(theirs.map(({ tookMs }) => tookMs))
  return {
    what: `open cold, ${times * 260},000 edits`,
    must: '≤ 0.6 × best peer',
    isMet: ratio <= 0.6,
    moonshot: `≤ ${moonshotMs} ms`,
    isMoonshotMet: took <= moonshotMs,
    measured: `${figure(took)} ms, ${figure(ratio)} ×`,
  }
}

function memoryVerdict(ours: readonly Opening[], theirs: readonly Opening[]): Verdict {
  const mib = median(ours.map(({ grewBy }) => grewBy)) / 2 ** 20
  const ratio = mib / (median(theirs.map(({ grewBy }) => grewBy)) / 2 ** 20)
  return {
    what: 'RSS after opening the large one',
    must: '≤ 0.6 × best peer',
    isMet: ratio <= 0.6,
    moonshot: '≤ 15 MiB',
    isMoonshotMet: mib <= 15,
    measured: `${figure(mib)} MiB, ${figure(ratio)} ×`,
  }
}

export const cold: Scenario = {
  id: 'cold',
  title: 'Opening a long document that is not in memory',
  async run({ isQuick }: BenchOptions) {
    const rounds = isQuick ? 1 : 3
    const trace = readEditingTrace()
    const lives: (readonly Uint8Array[])[] = []
    const rows: string[][] = []
    const verdicts: Verdict[] = []
    for (const size of isQuick ? SIZES.slice(0, 1) : SIZES) {
      while (lives.length < size.times) lives.push(lifeOf(trace))
      const openings = new Map<TargetName, readonly Opening[]>()
      for (const name of TARGETS) openings.set(name, await measure(name, lives.flat(), rounds))
      for (const [name, all] of openings) rows.push(rowOf(size, name, all))
      const [ours = [], theirs = []] = [openings.get('tsunagi'), openings.get('hocuspocus')]
      verdicts.push(verdictOf(size, ours, theirs))
      if (size.times > 1) verdicts.push(memoryVerdict(ours, theirs))
    }
    const head = ['edits', 'server', 'opened in ms', 'RSS grew by MiB', 'characters']
    const text = `Each opening is the first of that document after a start of the server, until the client's replica has it. Trace: ${trace.name}.\n\n${table(head, rows)}`
    return { text, verdicts }
  },
}

function rowOf({ times }: Size, name: TargetName, openings: readonly Opening[]): string[] {
  const middle = (pick: (opening: Opening) => number) => median(openings.map(pick))
  return [
    `${times * 260},000`,
    TITLES[name],
    figure(middle(({ tookMs }) => tookMs)),
    figure(middle(({ grewBy }) => grewBy) / 2 ** 20),
    figure(middle(({ length }) => length)),
  ]
}
