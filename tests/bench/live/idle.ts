import { type BenchOptions, figure, type Scenario, table } from '../bench.ts'
import { cpuMsOf, rssOf } from '../childProcess.ts'
import { median, spreadOf } from '../quantiles.ts'
import { startEditors } from './editorProcess.ts'
import { type MeasuredServer, PEERS, rotated, type TargetName, TITLES, withTargets } from './targets.ts'

const TARGETS: readonly TargetName[] = ['floor', 'durableFloor', 'tsunagi', ...PEERS]
const EDITORS_EACH = 5
/** Unit: characters a second of each editor: somebody types a word a minute. */
const PACE = 0.05

interface Round {
  readonly target: TargetName
  readonly p99: number
  readonly cores: number
  /** Unit: bytes. */
  readonly rssPerClient: number
}

async function measure(server: MeasuredServer, documents: number, seconds: number): Promise<Round> {
  const [crowd, probe] = [await startEditors(), await startEditors()]
  try {
    const targets = []
    for (let count = 0; count < documents; count++) targets.push(await server.newDocument())
    const rssBefore = await rssOf(server.process.pid)
    await crowd.open({ role: 'crowd', targets, editorCount: EDITORS_EACH })
    const rss = (await rssOf(server.process.pid)) - rssBefore
    await probe.open({ role: 'probe', targets: targets.slice(0, 1), editorCount: 2 })
    const cpuBefore = await cpuMsOf(server.process.pid)
    const [{ seen }] = await Promise.all([
      probe.type({ perSecond: 20, seconds }),
      crowd.type({ perSecond: PACE, seconds }),
    ])
    const cpuMs = (await cpuMsOf(server.process.pid)) - cpuBefore
    return {
      target: server.name,
      p99: spreadOf(seen).p99,
      cores: cpuMs / (seconds * 1_000),
      rssPerClient: rss / (documents * EDITORS_EACH),
    }
  } finally {
    await crowd.end()
    await probe.end()
  }
}

/** Many documents are open, and few people type. */
export const idle: Scenario = {
  id: 'idle',
  title: 'Two hundred documents, five people in each, mostly idle',
  async run({ isQuick }: BenchOptions) {
    const documents = isQuick ? 40 : 200
    const rounds: Round[] = []
    for (let round = 0; round < (isQuick ? 1 : 3); round++) {
      for (const name of rotated(TARGETS, round)) {
        rounds.push(
          ...(await withTargets([name], (servers) =>
            Promise.all(servers.map((server) => measure(server, documents, isQuick ? 3 : 6))),
          )),
        )
      }
    }
    const of = (name: TargetName, pick: (round: Round) => number) =>
      median(rounds.filter(({ target }) => target === name).map(pick))
    const ratio = (others: readonly TargetName[], pick: (round: Round) => number) =>
      of('tsunagi', pick) / Math.min(...others.map((name) => of(name, pick)))
    const [p99, cores] = [ratio(PEERS, (round) => round.p99), ratio(PEERS, (round) => round.cores)]
    const coresByDurable = ratio(['durableFloor'], (round) => round.cores)
    const kib = of('tsunagi', ({ rssPerClient }) => rssPerClient) / 1_024
    const rows = TARGETS.map((name) => [
      TITLES[name],
      figure(of(name, (round) => round.p99)),
      figure(of(name, (round) => round.cores)),
      figure(of(name, ({ rssPerClient }) => rssPerClient) / 1_024),
    ])
    const text = `${documents} documents × ${EDITORS_EACH} editors, ${PACE} characters a second each; one more pair of editors measures.\n\n${table(['server', 'seen p99 ms', 'cores', 'RSS per client KiB'], rows)}`
    const verdict = {
      what: `${documents} documents × 5, mostly idle`,
      must: 'p99 ≤ best peer, cores ≤ 0.8 ×',
      isMet: p99 <= 1 && cores <= 0.8,
      moonshot: 'p99 ≤ 2 ms, cores ≤ 0.5 ×, RSS per client ≤ 36 KiB',
      isMoonshotMet: of('tsunagi', (round) => round.p99) <= 2 && cores <= 0.5 && kib <= 36,
      measured: `p99 ${figure(p99)} ×, cores ${figure(cores)} × (${figure(coresByDurable)} × the forwarder that writes first), ${figure(kib)} KiB`,
    }
    return { text, verdicts: [verdict] }
  },
}
