import { rm } from 'node:fs/promises'
import { type BenchOptions, figure, type Scenario, table, type Verdict } from '../bench.ts'
import { rssOf, startProcess } from '../childProcess.ts'
import { median } from '../quantiles.ts'
import { lifeOf, readEditingTrace } from './editingTrace.ts'
import type { Target } from './replica.ts'
import { rotated, scratchFolder, startOn, TITLES } from './targets.ts'

/** `@y/websocket-server` keeps nothing, so nothing can be opened cold there. */
const TARGETS = ['tsunagi', 'yLeveldb', 'hocuspocus'] as const
type Kept = (typeof TARGETS)[number]
const KEEPING_PEERS = TARGETS.filter((name) => name !== 'tsunagi')

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

/** Has every server keep the document, and opens it at each in turn, after a start, as often as there are rounds. */
async function measure(updates: readonly Uint8Array[], rounds: number): Promise<Openings> {
  const folders = new Map(await Promise.all(TARGETS.map(async (name) => [name, await scratchFolder()] as const)))
  const openings = new Map<Kept, Opening[]>(TARGETS.map((name) => [name, []]))
  try {
    const all: Written[] = []
    for (const [name, folder] of folders) all.push(await written(name, folder, updates))
    for (let round = 0; round < rounds; round++) {
      for (const kept of rotated(all, round)) openings.get(kept.name)?.push(await openedCold(kept))
    }
    return openings
  } finally {
    for (const folder of folders.values()) await rm(folder, { recursive: true, force: true })
  }
}

/** A document that is kept by a server. */
interface Written {
  readonly name: Kept
  readonly folder: string
  readonly target: Target
  /** Unit: characters. */
  readonly length: number
}

async function written(name: Kept, folder: string, updates: readonly Uint8Array[]): Promise<Written> {
  const [server, client] = [await startOn(name, folder), await startClient()]
  const target = await server.newDocument()
  const { length } = await client.ask<{ readonly length: number }>({ kind: 'write', target, updates }, 'done')
  await client.end('SIGKILL')
  await server.stop()
  return { name, folder, target, length }
}

async function openedCold({ name, folder, ...kept }: Written): Promise<Opening> {
  const [server, client] = [await startOn(name, folder), await startClient()]
  // The code is warm and the document is not: another one is opened before.
  await client.ask<Opened>({ kind: 'open', target: await server.newDocument(), least: 0 }, 'done')
  const before = await rssOf(server.process.pid)
  const target = await server.again(kept.target)
  const { tookMs, length } = await client.ask<Opened>({ kind: 'open', target, least: kept.length }, 'done')
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

type Pick = (opening: Opening) => number
type Openings = ReadonlyMap<Kept, readonly Opening[]>

const middle = (openings: Openings, name: Kept, pick: Pick): number => median((openings.get(name) ?? []).map(pick))

/** Ours, and ours by the least of the peers'. */
function compared(openings: Openings, pick: Pick): readonly [ours: number, ratio: number] {
  const ours = middle(openings, 'tsunagi', pick)
  return [ours, ours / Math.min(...KEEPING_PEERS.map((name) => middle(openings, name, pick)))]
}

function verdictOf({ times, moonshotMs }: Size, openings: Openings): Verdict {
  const [took, ratio] = compared(openings, ({ tookMs }) => tookMs)
  return {
    what: `open cold, ${times * 260},000 edits`,
    must: '≤ 0.6 × best peer',
    isMet: ratio <= 0.6,
    moonshot: `≤ ${moonshotMs} ms`,
    isMoonshotMet: took <= moonshotMs,
    measured: `${figure(took)} ms, ${figure(ratio)} ×`,
  }
}

function memoryVerdict(openings: Openings): Verdict {
  const [grewBy, ratio] = compared(openings, (opening) => opening.grewBy)
  const mib = grewBy / 2 ** 20
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
    const rounds = isQuick ? 1 : 5
    const trace = readEditingTrace()
    const lives: (readonly Uint8Array[])[] = []
    const rows: string[][] = []
    const verdicts: Verdict[] = []
    for (const size of isQuick ? SIZES.slice(0, 1) : SIZES) {
      while (lives.length < size.times) lives.push(lifeOf(trace))
      const openings = await measure(lives.flat(), rounds)
      for (const name of TARGETS) rows.push(rowOf(size, name, openings))
      verdicts.push(verdictOf(size, openings))
      if (size.times > 1) verdicts.push(memoryVerdict(openings))
    }
    const head = ['edits', 'server', 'opened in ms', 'RSS grew by MiB', 'characters']
    const text = `Each opening is the first of that document after a start of the server, until the client's replica has it. Trace: ${trace.name}.\n\n${table(head, rows)}`
    return { text, verdicts }
  },
}

function rowOf({ times }: Size, name: Kept, openings: Openings): string[] {
  return [
    `${times * 260},000`,
    TITLES[name],
    figure(middle(openings, name, ({ tookMs }) => tookMs)),
    figure(middle(openings, name, ({ grewBy }) => grewBy) / 2 ** 20),
    figure(middle(openings, name, ({ length }) => length)),
  ]
}
