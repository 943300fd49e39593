import type { SoakOutcome } from '#scripts/soakLine.ts'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { type KillOptions, killRounds } from '../killRounds.ts'
import { beforeLogin } from './beforeLogin.ts'
import { fullDisk } from './fullDisk.ts'
import { halfOpen } from './halfOpen.ts'
import { reconnectStorm } from './reconnectStorm.ts'
import { slowReaders } from './slowReaders.ts'
import { throughProxy } from './throughProxy.ts'

const whole = Math.round

async function killed(options: Required<KillOptions>): Promise<SoakOutcome> {
  const report = await killRounds(options)
  const lost = report.lostAcknowledged.length + report.lostSeen.length
  return {
    isGood: lost + report.diverged.length === 0 && report.slowestReadyMs <= 5_000,
    figures: `${report.rounds} kills, ${options.documents} documents × 4 writers, ${options.actsPerSecond} changes a second${options.halfByHttp ? ', half of the writers by requests' : ''}, ${report.acknowledgedCount} acknowledged and ${report.seenCount} seen changes, ${lost} lost, ${report.diverged.length} diverged, ready again in ${whole(report.slowestReadyMs)} ms at most`,
  }
}

/** The long forms that are about what carries frames, and about the server's sudden end, by their id in the safety paper. */
export const wireLongForms: { readonly [id: string]: (seed: number, count?: number) => Promise<SoakOutcome> } = {
  async 's-12'() {
    const report = await beforeLogin(1_000)
    const isQuick = report.leftOpen === 0 && report.goneAfterMs <= 10_000
    const isQuiet = report.rssGrowthMiB < 64 && report.probe.p99 < Math.max(150, 2 * report.control.p99)
    return {
      isGood: isQuick && isQuiet && report.answeredStep1 <= 2,
      figures: `${report.sockets} never signed in, ${report.leftOpen} left open, gone after ${whole(report.goneAfterMs)} ms, RSS +${whole(report.rssGrowthMiB)} MiB, probe p99 ${whole(report.probe.p99)} ms (control ${whole(report.control.p99)} ms), 200 step 1 answered ${report.answeredStep1} times`,
    }
  },
  async 's-13'() {
    const report = await slowReaders(20, 24)
    const isBounded = report.mostBufferedMiB <= 20 * 8 && report.rssGrowthMiB < 200 && report.rssLeftMiB <= 30
    return {
      isGood: isBounded && report.cutAfterMs <= 11_000 && report.differing === 0,
      figures: `${report.readers} stopped reading, ${report.broadcastMiB} MiB for them, ${whole(report.mostBufferedMiB)} MiB buffered at most, cut ${whole(report.cutAfterMs)} ms after the last, RSS +${whole(report.rssGrowthMiB)} MiB and +${whole(report.rssLeftMiB)} MiB half a minute after all were back, ${report.differing} differ`,
    }
  },
  async 'r-06'(seed, seconds = 60) {
    const report = await fullDisk({ sizeMib: 64, fullForMs: seconds * 1_000, seed })
    const wrong = report.lostAcknowledged.length + report.lostHeld.length + report.failedReads + report.diverged
    const isQuick = report.unsavedSaidMs <= 3_000 && report.resumedMs <= 5_000
    return {
      isGood: wrong === 0 && isQuick && report.isSameProcess,
      figures: `64 MiB full for ${seconds} s, ${report.marks} marks of 20 writers, ${report.acknowledged} acknowledged, ${report.lostAcknowledged.length} of them lost after a kill on the full disk, ${report.lostHeld.length} lost that a client held, ${report.diverged} diverged, 未保存 after ${whole(report.unsavedSaidMs)} ms, ${report.failedReads} of ${report.reads} reads failed, writing again after ${whole(report.resumedMs)} ms, ${report.isSameProcess ? 'the same process' : 'another process'}`,
    }
  },
  async 'r-12'() {
    const report = await reconnectStorm(1_000)
    const isGood = report.refused === 0 && report.allBackMs <= 30_000 && report.peakRssMiB <= 512
    return {
      isGood: isGood && report.probe.p99 <= 500,
      figures: `${report.clients} came back together, all after ${whole(report.allBackMs)} ms, ${report.refused} refused, RSS ${whole(report.peakRssMiB)} MiB at most, probe p99 ${whole(report.probe.p99)} ms`,
    }
  },
  async 'r-30'() {
    const [bySocket, byHttp] = [
      await halfOpen({ upgrades: 'pass', limits: SESSION_LIMITS }),
      await halfOpen({ upgrades: 'refuse', limits: SESSION_LIMITS }),
    ]
    const presence = Math.max(bySocket.presenceGoneMs, byHttp.presenceGoneMs)
    const memory = Math.max(bySocket.memoryFreedMs, byHttp.memoryFreedMs)
    return {
      isGood: presence <= 45_000 && memory <= 60_000,
      figures: `presence gone after ${whole(presence)} ms, memory freed after ${whole(memory)} ms, the slower of socket and requests`,
    }
  },
  async http() {
    const report = await throughProxy(400, 20)
    return {
      isGood: report.p95 <= 2_000,
      figures: `${report.count} edits between two pages by requests, ${report.delayMs} ms each way to the proxy: p50 ${whole(report.p50)} ms, p95 ${whole(report.p95)} ms, p99 ${whole(report.p99)} ms`,
    }
  },
  'r-01': (seed) => killed({ rounds: 100, seed, documents: 40, actsPerSecond: 320, halfByHttp: false }),
  kill: (seed) => killed({ rounds: 100, seed, documents: 1, actsPerSecond: 500, halfByHttp: false }),
  'http-kill': (seed) => killed({ rounds: 50, seed, documents: 1, actsPerSecond: 250, halfByHttp: true }),
}
