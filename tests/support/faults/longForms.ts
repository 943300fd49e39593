import { badNetwork } from './badNetwork.ts'
import { consentWhileJoining } from './consentWhileJoining.ts'
import { convergenceFuzz } from './convergenceFuzz.ts'
import { crossSiteAnew } from './crossSite.ts'
import { type EndedWhileJoiningReport, endedWhileJoining } from './endedWhileJoining.ts'
import { FAILURES, failedLoad } from './failedLoad.ts'
import { forgedAuthor } from './forgedAuthor.ts'
import { forgedPresence } from './forgedPresence.ts'
import { gapFlood } from './gapFlood.ts'
import { type HostileFloodReport, hostileFlood } from './hostileFlood.ts'
import type { Latency } from './latency.ts'
import { leaveAndReopen } from './leaveAndReopen.ts'
import { holdLoad, type LoadOptions } from './load.ts'
import { lostRight } from './lostRight.ts'
import { nothingStays } from './nothingStays.ts'
import { oldClients } from './oldClients.ts'
import { openOldDocument } from './oldDocument.ts'
import { poisonDocument } from './poisonDocument.ts'
import { replay } from './replay.ts'
import { twinPages } from './twinPages.ts'

interface Outcome {
  readonly isGood: boolean
  readonly figures: string
}

const ms = (value: number): string => `${Math.round(value)} ms`
const wordsOf = ({ count, p50, p99 }: Latency): string => `p50 ${ms(p50)}, p99 ${ms(p99)} of ${count}`
/** A bar, or twice what the same probe saw without the load: machines are noisy. */
const isWithin = (probe: Latency, control: Latency, barMs: number): boolean =>
  probe.p99 <= Math.max(barMs, 2 * control.p99)

interface LoadBars {
  /** Unit: milliseconds. */
  readonly probeP99: number
  /** Unit: MiB each ten minutes. */
  readonly slopeMib?: number
}

async function load(options: LoadOptions, bars: LoadBars): Promise<Outcome> {
  const { edits, probe, control, diverged, memory } = await holdLoad(options)
  const { warmMib, endMib, slopeMib } = memory
  return {
    isGood:
      diverged === 0 &&
      isWithin(probe, control, bars.probeP99) &&
      slopeMib < (bars.slopeMib ?? Number.POSITIVE_INFINITY),
    figures: `${options.documents} documents × ${options.editorsEach} editors for ${options.seconds} s, ${edits} edits, probe ${wordsOf(probe)}, control ${wordsOf(control)}, ${diverged} diverged, memory ${Math.round(warmMib)} → ${Math.round(endMib)} MiB, ${slopeMib.toFixed(1)} MiB each ten minutes`,
  }
}

const isUnharmed = ({ survived, isSameDocument, opensAfterFlips, grownMib, probe, control }: HostileFloodReport) =>
  survived.length === 0 && isSameDocument && opensAfterFlips && grownMib < 20 && isWithin(probe, control, 100)

const floodFigures = (report: HostileFloodReport): string =>
  `${report.frames} malformed frames, bombs and poisons, survived: ${report.survived.join('、') || 'none'}, memory +${report.grownMib} MiB (at once +${report.floodedMib}), probe ${wordsOf(report.probe)}, control ${wordsOf(report.control)}, longest stall ${ms(report.longestStallMs)}`

const ENDED_THINGS = ['rights and sign-ins', 'consents']

const joiningFigures = ({ rounds, endedBefore, endedAfter, alive, late, given, atDoor }: EndedWhileJoiningReport) =>
  `ended ${rounds} times while their holder came in, each step up to 500 ms late: ${endedBefore} before they were in, who were given ${given} frames (${atDoor} still waited at the door a second later), ${endedAfter} after; of these ${alive} sockets alive and ${late} frames a second later`

/** The long forms of what an outsider can do to live documents, by the number of the hazard. */
export const FAULT_FORMS: { readonly [id: string]: (seed: number, count?: number) => Promise<Outcome> } = {
  async 'r-03'(seed, count = 500) {
    const { seeds, operations, diverged, thrown, leakedFrames } = await convergenceFuzz({
      seeds: count,
      operations: 200,
      seed,
    })
    return {
      isGood: diverged.length + thrown.length + leakedFrames === 0,
      figures: `${seeds} seeds of ${operations} operations by 4 stock clients and the product’s editor, ${diverged.length} diverged ${diverged.join(' ')}, ${thrown.length} acts threw ${thrown.join('; ')}, ${leakedFrames} frames to the barred`,
    }
  },
  async 'r-04'(seed) {
    const { rounds, lost, doubled } = await leaveAndReopen({ rounds: 1_000, seed })
    return {
      isGood: lost + doubled === 0,
      figures: `${rounds} rounds of leaving and coming, ${lost} words lost, ${doubled} moments with a document in memory twice`,
    }
  },
  async 'r-05'() {
    const told: string[] = []
    let isGood = true
    for (const [name, failing] of Object.entries(FAILURES)) {
      const { readBefore, isSameDocument, appends, openedMs } = await failedLoad(failing)
      isGood &&= readBefore.join('') === '' && isSameDocument && appends === 0 && openedMs <= 2_000
      told.push(
        `${name}: ${appends} writes, ${isSameDocument ? 'the same document' : 'ANOTHER DOCUMENT'} ${ms(openedMs)} after it healed`,
      )
    }
    return { isGood, figures: `the first reading, with 20 who come, ${told.join('; ')}` }
  },
  'r-13': (seed, minutes = 60) =>
    load({ documents: 100, editorsEach: 4, seconds: minutes * 60, seed }, { probeP99: 250, slopeMib: 1 }),
  'r-14': (seed) => load({ documents: 1, editorsEach: 50, seconds: 600, seed }, { probeP99: 500 }),
  async 'r-15'(seed) {
    const report = await openOldDocument({ operations: 200_000, characters: 1_000_000, seed })
    const { bytes, openedMs, longestStallMs, typingP95Ms } = report
    return {
      isGood: openedMs <= 2_000 && longestStallMs <= 200 && typingP95Ms <= 50,
      figures: `1,000,000 characters by 200,000 operations, ${Math.round(bytes / 1_024)} KiB: opened in ${ms(openedMs)}, longest stall ${ms(longestStallMs)}, key to ack p95 ${ms(typingP95Ms)}`,
    }
  },
  async 'r-29'(seed) {
    const { latency, different, reconnected } = await badNetwork({ pairs: 6, seconds: 600, seed })
    return {
      isGood: different === 1 && latency.p99 <= 1_500,
      figures: `200 ms each way and 5 % of pieces stalled 200–1,000 ms: ${wordsOf(latency)}, ${reconnected} connections made anew, ${different - 1} diverged`,
    }
  },
  async 'r-16'(_seed, count = 10_000) {
    const { documents, rooms, timers, goneAfterMs, heapKibEach, grownMib } = await nothingStays(count)
    return {
      isGood: rooms + timers === 0 && heapKibEach <= 3 && grownMib <= 30,
      figures: `${documents} documents opened and closed, a tenth failing at first: ${rooms} rooms, ${timers} timers, ${ms(goneAfterMs)} after the last, ${heapKibEach.toFixed(2)} KiB of heap each, memory +${grownMib.toFixed(1)} MiB`,
    }
  },
  async 'r-19'(seed, count = 2_000) {
    const { frames, acknowledged, isSameDocument, stored } = await replay({ frames: count, seed })
    const { inOrder, shuffled, byHttp } = acknowledged
    return {
      isGood: isSameDocument && stored === 0 && [inOrder, shuffled, byHttp].every((acked) => acked === 3 * frames),
      figures: `${frames} frames three times more each way, acknowledged ${inOrder} in order, ${shuffled} shuffled on another connection, ${byHttp} by requests, ${stored} stored, ${isSameDocument ? 'the same document' : 'ANOTHER DOCUMENT'}`,
    }
  },
  async 'r-23'(_seed, count = 200) {
    const { rounds, underOneId, differing, divergences } = await twinPages(count)
    return {
      isGood: underOneId + differing + divergences === 0,
      figures: `${rounds} duplicates of a page, every second one frozen for a time: ${underOneId} wrote under the id of the other, ${differing} differ, ${divergences} divergences`,
    }
  },
  async 'r-24'() {
    const { updates, stored, asksPerSecond, cpuMs } = await gapFlood(2_000)
    return {
      isGood: stored === 0 && asksPerSecond <= 1 && cpuMs <= 200,
      figures: `${updates} updates whose predecessors are missing, ${stored} stored, asked for ${asksPerSecond.toFixed(1)} times a second, ${ms(cpuMs)} of the processor, whole after one answer`,
    }
  },
  async 'r-25'(seed) {
    const { kinds, survived, isSameDocument, notOpened } = await poisonDocument(seed)
    return {
      isGood: survived.length + notOpened.length === 0 && isSameDocument,
      figures: `${kinds} kinds of poison, taken: ${survived.join('、') || 'none'}, the document ${isSameDocument ? 'as it was' : 'CHANGED'}, ways that do not open it: ${notOpened.join('、') || 'none'}`,
    }
  },
  async 's-01'(seed) {
    const report = await hostileFlood({
      each: 1_000,
      bombsEach: 100,
      atOnce: 16,
      controlMs: 3_000,
      restMs: 150_000,
      seed,
    })
    return { isGood: isUnharmed(report), figures: floodFigures(report) }
  },
  async 's-02'(seed) {
    const report = await hostileFlood({ each: 0, bombsEach: 100, atOnce: 4, controlMs: 3_000, restMs: 150_000, seed })
    return { isGood: isUnharmed(report) && report.longestStallMs <= 50, figures: floodFigures(report) }
  },
  async 's-03'(_seed, count = 600) {
    const { sentences, forgers, survived, unnamed, kept, isWhole } = await forgedAuthor(200, count)
    return {
      isGood: survived + unnamed + kept === 0 && isWhole,
      figures: `${sentences} sentences while ${forgers} wrote under their author's id: ${survived} survived their first frame, ${unnamed} not named once in the trail, ${kept} frames of theirs kept, the note in the end ${isWhole ? 'whole' : 'NOT whole'}`,
    }
  },
  async 's-04'() {
    const { frames, shown, listed, sockets, survived, grownMib } = await forgedPresence(1_000, 150_000)
    return {
      isGood: shown.length + survived === 0 && listed <= sockets && grownMib < 5,
      figures: `${frames} forged presence frames, wrongly shown: ${shown.join('、') || 'nothing'}, ${listed} listed of ${sockets} sockets, ${survived} too large survived, memory +${grownMib} MiB`,
    }
  },
  async 's-05'(_seed, count = 100) {
    const { rounds, guises, survived, heard, kept, isSameDocument } = await lostRight(count)
    return {
      isGood: survived + heard + kept === 0 && isSameDocument,
      figures: `${rounds} rounds of ${guises} guises of a write, 100 frames each, from whoever lost the right while in and while coming in: ${survived} survived, ${heard} frames heard by others or given, ${kept} kept, the document ${isSameDocument ? 'as before' : 'CHANGED'}`,
    }
  },
  async 's-08'(seed, rounds = 1_000) {
    const options = { rounds, lanes: 8, longestDelayMs: 500, seed }
    const reports = [await endedWhileJoining(options), await consentWhileJoining(options)]
    return {
      isGood: reports.every(({ alive, late, given }) => alive + late + given === 0),
      figures: reports.map((report, place) => `${ENDED_THINGS[place]} ${joiningFigures(report)}`).join('; '),
    }
  },
  async 's-11'(_seed, count = 50) {
    const reports = await crossSiteAnew(count)
    const [passed, refused] = [reports.flatMap((one) => one.passed), reports.flatMap((one) => one.refused)]
    return {
      isGood: passed.length + refused.length === 0,
      figures: `${count} times ${reports[0]?.origins} origins that are not ours by sockets, requests, changes and hints: ${passed.length} let in or given a frame ${[...new Set(passed)].join(' ')}, our own refused ${refused.length} times`,
    }
  },
  async 's-16'(_seed, count = 200) {
    const { rounds, letIn, notUndone, isWhole } = await oldClients(count)
    return {
      isGood: letIn + notUndone === 0 && isWhole,
      figures: `${2 * rounds} clients of the release before, ${letIn} not refused before they were given anything; ${rounds} that lied and deleted everything, ${notUndone} not named or not undone by one restore; the note in the end ${isWhole ? 'whole' : 'NOT whole'}`,
    }
  },
}
