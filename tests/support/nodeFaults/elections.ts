import { addCoordinators, SOCKETS_PER_MEMBER } from '../faults/ground.ts'
import { MarkWriter } from '../markWriter.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'
import { writeFor } from './partitions.ts'

export interface ElectionsOptions {
  readonly two: TwoNodes
  readonly stepDowns: number
  readonly kills: number
  /** Editors, half of them at each node. */
  readonly editors: number
}

export interface ElectionsReport {
  readonly editors: number
  readonly acknowledged: number
  readonly wrong: readonly string[]
  /** Unit: milliseconds in which nobody was told that anything is saved, of the longest election. */
  readonly longestStallMs: number
  /** The servers' processes are the ones that were started. */
  readonly isSameProcesses: boolean
}

/** Unit: milliseconds between two marks of one writer; many writers write as slowly as many people do. */
const SHORTEST_PACE_MS = 60
const PACE_PER_EDITOR_MS = 10

/** All at once, each would wait for the others to be let in until its own patience ends. */
const OPENED_AT_ONCE = 10

/** People write at both nodes while the primary is made to step down, and is killed, again and again. */
export async function elections({ two, stepDowns, kills, editors }: ElectionsOptions): Promise<ElectionsReport> {
  const writers = await openWriters(two, editors)
  const pids = await two.pids()
  const paceMs = Math.max(SHORTEST_PACE_MS, editors * PACE_PER_EDITOR_MS)
  const faults = [
    ...Array.from({ length: stepDowns }, () => () => two.set.stepDown()),
    ...Array.from({ length: kills }, () => () => two.set.killPrimary()),
  ]
  let longestStallMs = 0
  for (const fault of faults) {
    await writeFor(writers, 500, paceMs)
    const from = performance.now()
    const elected = fault()
    let isElected = false
    elected.then(() => {
      isElected = true
    })
    const isSaving = () => writers.some(({ ackedAt, written }) => ackedAt > from + 200 && written.length > 0)
    while (!isElected || !isSaving()) await writeFor(writers, 100, paceMs)
    longestStallMs = Math.max(longestStallMs, firstAckAfter(writers, from) - from)
    await elected
    two.set.raiseKilled()
    await until(() => areEqual(writers), 'everybody has everything', 60_000)
  }
  const text = writers[0]?.editor.text ?? ''
  return {
    editors,
    acknowledged: writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
    wrong: writers.flatMap((writer) => writer.wrongIn(text)),
    longestStallMs,
    isSameProcesses: (await two.pids()).join() === pids.join(),
  }
}

/** Editors of one document of the council, every other one at the other node. */
async function openWriters(two: TwoNodes, editors: number): Promise<readonly MarkWriter[]> {
  const members = await addCoordinators(two.nodes[0].address, Math.ceil(editors / SOCKETS_PER_MEMBER))
  const owner = await two.person(0, 'B')
  const { documentId } = (await owner.post('/api/council-documents', { title: '選挙' })).body
  const places = Array.from({ length: editors }, (_, place) => place)
  const writers: MarkWriter[] = []
  for (let first = 0; first < editors; first += OPENED_AT_ONCE) {
    const opened = places.slice(first, first + OPENED_AT_ONCE).map(async (place) => {
      const member = members[Math.floor(place / SOCKETS_PER_MEMBER)]
      if (member === undefined) throw new Error('there are fewer members than editors need')
      return new MarkWriter(await two.editorOf(documentId, place % 2 === 0 ? 0 : 1, member), '筆')
    })
    writers.push(...(await Promise.all(opened)))
  }
  return writers
}

const firstAckAfter = (writers: readonly MarkWriter[], from: number): number =>
  Math.min(...writers.map(({ ackedAt }) => (ackedAt > from + 200 ? ackedAt : Number.POSITIVE_INFINITY)))

const areEqual = (writers: readonly MarkWriter[]): boolean =>
  writers.every(
    ({ editor, written }) => editor.text === writers[0]?.editor.text && editor.text.includes(written.at(-1) ?? ''),
  )
