import { type BenchOptions, figure, type Scenario, table } from '../bench.ts'
import { median, spreadOf } from '../quantiles.ts'
import { type EditorProcess, startEditors } from './editorProcess.ts'
import type { Target } from './replica.ts'
import { type MeasuredServer, PEERS, rotated, type TargetName, TITLES, withTargets } from './targets.ts'

const TARGETS: readonly TargetName[] = ['floor', 'tsunagi', ...PEERS]

interface Editors {
  readonly probe: EditorProcess
  readonly crowd: EditorProcess
}

/** A load that is raised until a server no longer keeps up. */
interface Load {
  open(server: MeasuredServer, editors: Editors): Promise<void>
  /** Unit: characters per second, per probe. */
  readonly rates: readonly number[]
  /** Deliveries of one character. */
  readonly deliveries: number
  /** Unit: milliseconds of p99 at which it does not keep up any more. */
  readonly limitMs: number
}

/** Unit: deliveries per second at the highest rate that the server kept up with; 0 when it kept up with none. */
async function highest(load: Load, server: MeasuredServer, editors: Editors, seconds: number): Promise<number> {
  await load.open(server, editors)
  // One rate is typed before anything is counted, and one bad moment ends nothing: two rates in a row do.
  await editors.probe.type({ perSecond: load.rates[0] ?? 1, seconds })
  let best = 0
  let missed = 0
  for (const perSecond of load.rates) {
    const { seen, typedCount } = await editors.probe.type({ perSecond, seconds })
    const keepsUp = seen.length >= typedCount * 0.99 && spreadOf(seen).p99 <= load.limitMs
    missed = keepsUp ? 0 : missed + 1
    if (missed > 1) break
    if (keepsUp) best = (Math.min(seen.length, typedCount) / seconds) * load.deliveries
  }
  await editors.probe.close()
  await editors.crowd.close()
  return best
}

async function measure(load: Load, { isQuick }: BenchOptions) {
  const editors = { probe: await startEditors(), crowd: await startEditors() }
  const best = new Map<TargetName, number[]>(TARGETS.map((name) => [name, []]))
  try {
    await withTargets(TARGETS, async (servers) => {
      for (let round = 0; round < (isQuick ? 1 : 3); round++) {
        for (const server of rotated(servers, round)) {
          best.get(server.name)?.push(await highest(load, server, editors, isQuick ? 1 : 1.5))
        }
      }
    })
  } finally {
    await editors.probe.end()
    await editors.crowd.end()
  }
  return best
}

function ratioOf(best: ReadonlyMap<TargetName, readonly number[]>, others: readonly TargetName[]): number {
  const ours = best.get('tsunagi') ?? []
  return median(
    ours.map((value, round) => value / Math.max(...others.map((name) => best.get(name)?.[round] ?? Number.NaN))),
  )
}

const rowsOf = (best: ReadonlyMap<TargetName, readonly number[]>) =>
  TARGETS.map((name) => [TITLES[name], figure(median(best.get(name) ?? []))])

const targetsOf = (server: MeasuredServer, count: number): Promise<readonly Target[]> =>
  Promise.all(Array.from({ length: count }, () => server.newDocument()))

const DOCUMENTS = 50
const doubling = (from: number, to: number) => {
  const rates: number[] = []
  for (let rate = from; rate <= to; rate *= Math.SQRT2) rates.push(Math.round(rate))
  return rates
}

const ingestLoad: Load = {
  rates: doubling(10, 1_000),
  deliveries: 1,
  limitMs: 250,
  async open(server, { probe, crowd }) {
    await probe.open({ role: 'probe', targets: await targetsOf(server, DOCUMENTS), editorCount: 2 })
    await crowd.open({ role: 'crowd', targets: [], editorCount: 0 })
  },
}

/** Many documents with a writer and a reader each: what arrives, and comes out once. */
export const ingest: Scenario = {
  id: 'ingest',
  title: 'How many characters a second are taken',
  async run(options) {
    const best = await measure(ingestLoad, options)
    const ratio = ratioOf(best, PEERS)
    const text = `${DOCUMENTS} documents, each with one who types and one who reads; the rate is raised by √2 until p99 passes ${ingestLoad.limitMs} ms. All ${DOCUMENTS * 2} replicas are one process, whose own limit is the floor's figure.\n\n${table(['server', 'characters a second'], rowsOf(best))}`
    const verdict = {
      what: 'ingest before p99 > 250 ms',
      must: '≥ 1.0 × best peer',
      isMet: ratio >= 1,
      moonshot: '≥ 3 ×',
      isMoonshotMet: ratio >= 3,
      measured: `${figure(ratio)} × best peer`,
    }
    return { text, verdicts: [verdict] }
  },
}

const READERS = 50

const fanOutLoad: Load = {
  rates: doubling(50, 3_200),
  deliveries: READERS,
  limitMs: 1_000,
  async open(server, { probe, crowd }) {
    const target = await server.newDocument()
    await crowd.open({ role: 'crowd', targets: [target], editorCount: READERS - 1 })
    await probe.open({ role: 'probe', targets: [target], editorCount: 2 })
  },
}

/** One who types, fifty who read. */
export const fanOut: Scenario = {
  id: 'fanout',
  title: 'How many deliveries a second of one document',
  async run(options) {
    const best = await measure(fanOutLoad, options)
    const ratio = ratioOf(best, ['hocuspocus'])
    const text = `One types, ${READERS} read; the rate is raised by √2 until p99 passes ${fanOutLoad.limitMs} ms.\n\n${table(['server', 'characters delivered a second'], rowsOf(best))}`
    const verdict = {
      what: 'fan-out, one document × 50',
      must: '≥ 1.0 × Hocuspocus',
      isMet: ratio >= 1,
      moonshot: '≥ 2 ×',
      isMoonshotMet: ratio >= 2,
      measured: `${figure(ratio)} × Hocuspocus`,
    }
    return { text, verdicts: [verdict] }
  },
}
