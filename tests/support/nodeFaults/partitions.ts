import { setTimeout as pause } from 'node:timers/promises'
import { areEqual, MarkWriter } from '../markWriter.ts'
import type { Participant } from '../participant.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'

export interface PartitionsOptions {
  readonly two: TwoNodes
  readonly rounds: number
  readonly cutMs: number
  /** True: what is sent is swallowed; false: connections end and are refused. In turn when not given. */
  readonly isSilent?: boolean
}

export interface PartitionsReport {
  readonly rounds: number
  readonly acknowledged: number
  /** Marks somebody was told are saved and which are missing, or stand there twice. */
  readonly wrong: readonly string[]
  /** Unit: milliseconds after the cut, of the slowest round: the last ack and the last byte that the cut-off node gave. */
  readonly lastAckMs: number
  readonly lastByteMs: number
  /** Unit: milliseconds from the mending until all replicas are equal, of the slowest round. */
  readonly equalAfterMs: number
}

const PACE_MS = 60

/**
 * Two write at two nodes; the second node is cut from the store, left so, and mended. Again and again. A third, at the
 * second node too, moves about in the note all the time: that node has something to deliver whether or not it is cut.
 */
export async function partitions({ two, rounds, cutMs, isSilent }: PartitionsOptions): Promise<PartitionsReport> {
  const here = new MarkWriter(await two.editor(0, await two.person(0, 'B')), '甲')
  const there = new MarkWriter(await two.editor(1, await two.person(1, 'B')), '乙')
  const moving = keepMoving(await two.editor(1, await two.person(1, 'B')))
  const slowest = { ack: 0, byte: 0, equal: 0 }
  try {
    for (let round = 0; round < rounds; round++) {
      await writeFor([here, there], 600)
      const cutAt = performance.now()
      if (isSilent ?? round % 2 === 0) two.network.stall()
      else two.network.cut()
      const last = await lastByteOf(there, () => writeFor([here, there], cutMs), cutAt)
      slowest.ack = Math.max(slowest.ack, there.ackedAt - cutAt)
      slowest.byte = Math.max(slowest.byte, last)

      const mendedAt = performance.now()
      two.network.mend()
      await until(() => areEqual([here, there]), 'both have everything', 60_000)
      slowest.equal = Math.max(slowest.equal, performance.now() - mendedAt)
    }
  } finally {
    clearInterval(moving)
  }
  const wrong = [...here.wrongIn(there.editor.text), ...there.wrongIn(here.editor.text)]
  return {
    ...{ rounds, wrong, acknowledged: here.acknowledged.size + there.acknowledged.size },
    ...{ lastAckMs: slowest.ack, lastByteMs: slowest.byte, equalAfterMs: slowest.equal },
  }
}

function keepMoving({ provider }: Participant): NodeJS.Timeout {
  let isComposing = false
  return setInterval(() => {
    isComposing = !isComposing
    provider.awareness.setLocalState({ cursor: null, composing: isComposing })
  }, PACE_MS)
}

/** When the writer's node last gave it a byte while `during` went on. Unit: milliseconds after `from`. */
async function lastByteOf({ editor }: MarkWriter, during: () => Promise<void>, from: number): Promise<number> {
  let bytes = editor.receivedBytes
  let last = 0
  const looking = setInterval(() => {
    if (editor.receivedBytes !== bytes) last = performance.now() - from
    bytes = editor.receivedBytes
  }, 10)
  await during().finally(() => clearInterval(looking))
  return last
}

/** Everybody writes for so long, one mark each `paceMs`. */
export async function writeFor(writers: readonly MarkWriter[], milliseconds: number, paceMs = PACE_MS): Promise<void> {
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    for (const writer of writers) writer.write()
    await pause(paceMs)
  }
}
