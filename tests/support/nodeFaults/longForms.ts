import type { SoakOutcome } from '#scripts/soakLine.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { ReplicaSet } from '../replicaSet.ts'
import { TwoNodes } from '../twoNodes.ts'
import { elections } from './elections.ts'
import { WAYS_TO_END, type WayOfEnding } from './endings.ts'
import { loseStream, type StreamFault } from './lostStreams.ts'
import { partitions } from './partitions.ts'
import { type RemovalsReport, removals } from './removals.ts'
import { stops } from './stops.ts'
import { twoWriters } from './twoWriters.ts'

const ms = (time: number): string => `${Math.round(time)} ms`

async function withNodes<Report>(isCuttable: boolean, run: (two: TwoNodes) => Promise<Report>): Promise<Report> {
  const two = await TwoNodes.start({ isCuttable })
  try {
    return await run(two)
  } finally {
    await two.stop()
  }
}

/** twenty step-downs and five kills of the primary under 200 editors. */
export async function longElections(): Promise<SoakOutcome> {
  const report = await withNodes(false, (two) => elections({ two, stepDowns: 20, kills: 5, editors: 200 }))
  const { editors, acknowledged, wrong, longestStallMs, isSameProcesses } = report
  return {
    isGood: wrong.length === 0 && longestStallMs <= 15_000 && isSameProcesses,
    figures: `20 step-downs, 5 kills, ${editors} editors, ${acknowledged} acknowledged, ${wrong.length} lost or doubled, longest stall ${ms(longestStallMs)}`,
  }
}

/** twenty partitions of thirty seconds, half of them silent. */
export async function longPartitions(): Promise<SoakOutcome> {
  const report = await withNodes(true, (two) => partitions({ two, rounds: 20, cutMs: 30_000 }))
  const { rounds, acknowledged, wrong, lastAckMs, lastByteMs, equalAfterMs } = report
  return {
    isGood: wrong.length === 0 && lastByteMs <= 3_000 && equalAfterMs <= 2_000,
    figures: `${rounds} cuts of 30 s, ${acknowledged} acknowledged, ${wrong.length} lost or doubled, last ack ${ms(lastAckMs)} and last byte ${ms(lastByteMs)} after the cut, equal ${ms(equalAfterMs)} after mending`,
  }
}

/** two nodes write 10,000 frames each to one document of a real set, while twenty compactions are cut off. */
export async function longTwoWriters(seed: number): Promise<SoakOutcome> {
  const set = await ReplicaSet.start()
  try {
    const connection = await connectMongo(set.uri)
    const report = await twoWriters({ connection, frames: 10_000, cutOffs: 20, seed })
    await connection.close()
    return {
      isGood: report.wrong.length === 0 && report.isEqual,
      figures: `${report.frames} frames of two nodes, ${report.cutOffs} compactions cut off, ${report.droppedAnswers} answers lost, ${report.wrong.length} marks missing or doubled`,
    }
  } finally {
    await set.stop()
  }
}

const FAULTS: readonly StreamFault[] = ['cursorKilled', 'historyLost', 'stalled']

/** each node in turn is stopped in order and started anew, twenty times, under 200 editors. */
export async function longStops(): Promise<SoakOutcome> {
  const report = await withNodes(false, (two) => stops({ two, rounds: 20, editors: 200 }))
  const { rounds, editors, acknowledged, wrong, drainMs, startMs, backMs } = report
  return {
    isGood: wrong.length === 0 && drainMs <= 10_000 && backMs <= 5_000,
    figures: `${rounds} stops, ${editors} editors, ${acknowledged} acknowledged, ${wrong.length} lost or doubled, at most gone after ${ms(drainMs)}, up again ${ms(startMs)} later, everybody back ${ms(backMs)} after that`,
  }
}

/** the change stream of one node is killed, loses its place, and stalls for five minutes. */
export async function longLostStreams(): Promise<SoakOutcome> {
  const reports = await withNodes(true, async (two) => {
    const done = []
    for (const fault of FAULTS) {
      done.push(await loseStream({ two, fault, faultMs: fault === 'stalled' ? 300_000 : 10_000 }))
      two.leaveAll()
    }
    return done
  })
  const line = reports.map(
    (one) => `${one.fault}: noticed ${ms(one.noticedMs)}, sign-out ${ms(one.signOutMs)}, equal ${ms(one.equalMs)}`,
  )
  const isGood = reports.every(
    ({ wrong, noticedMs, signOutMs, equalMs }) =>
      wrong.length === 0 && noticedMs <= 2_000 && signOutMs <= 1_300 && equalMs <= 2_000,
  )
  return { isGood, figures: line.join('; ') }
}

/** S-07: a hundred members with four sockets each, half of them at another node, lose their right in each of four ways. */
export async function longRemovals(_seed: number, count = 100): Promise<SoakOutcome> {
  const reports = await withNodes(false, async (two) => {
    const done: RemovalsReport[] = []
    for (const way of Object.keys(WAYS_TO_END) as WayOfEnding[]) done.push(await removals(two, way, count))
    return done
  })
  const p99 = (times: readonly number[]) => times.toSorted((one, other) => one - other)[Math.floor(count * 0.99)] ?? 0
  const line = reports.map(
    ({ way, closedMs, goneMs, wrong }) =>
      `${way}: closed after p99 ${ms(p99(closedMs))}, presence gone after p99 ${ms(p99(goneMs))}, ${wrong.length} things still possible ${[...new Set(wrong)].join(' ')}`,
  )
  return {
    isGood: reports.every(
      ({ wrong, closedMs, goneMs }) => wrong.length === 0 && p99(closedMs) <= 1_000 && p99(goneMs) <= 1_000,
    ),
    figures: `${count} of four sockets at two nodes each way; ${line.map((words) => words.trim()).join('; ')}`,
  }
}
