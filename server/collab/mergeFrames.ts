import * as Y from 'yjs'
import { readUpdate } from './check/readUpdate.ts'
import type { WaitingFrame } from './waitingFrame.ts'

/** Unit: frames that become one at most, and their bytes: what one of them costs the others must stay small. */
const MAX_FRAMES = 64
const MAX_BYTES = 65_536

/** Puts the frames of each session together that may become one: changes that follow each other. Sessions stay in order of arrival. */
export function runsOf(waiting: readonly WaitingFrame[]): readonly (readonly WaitingFrame[])[] {
  const runs: Run[] = []
  const latest = new Map<WaitingFrame['from'], Run>()
  for (const frame of waiting) {
    const run = latest.get(frame.from)
    if (run?.takes(frame) === true) run.add(frame)
    else {
      const begun = new Run(frame)
      runs.push(begun)
      latest.set(frame.from, begun)
    }
  }
  return runs.map(({ frames }) => frames)
}

class Run {
  readonly frames: WaitingFrame[]
  #byteLength: number

  constructor(first: WaitingFrame) {
    this.frames = [first]
    this.#byteLength = first.update.byteLength
  }

  /** An answer to a step 1 stands for itself: it settles gaps. */
  takes({ kind, update }: WaitingFrame): boolean {
    return (
      kind === 'update' &&
      this.frames[0]?.kind === 'update' &&
      this.frames.length < MAX_FRAMES &&
      this.#byteLength + update.byteLength <= MAX_BYTES
    )
  }

  add(frame: WaitingFrame): void {
    this.frames.push(frame)
    this.#byteLength += frame.update.byteLength
  }
}

/**
 * One frame that says what all of a run say; null when one of them cannot be read, and each has to be judged by itself.
 * Untrusted: nothing has been checked but that reading it is safe.
 */
export function mergeFrames(run: readonly WaitingFrame[]): WaitingFrame | null {
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined) return null
  if (run.length === 1) return first
  if (!run.every(({ update }) => readUpdate(update).ok)) return null
  try {
    return { ...last, frameFrom: first.frameFrom, update: Y.mergeUpdates(run.map(({ update }) => update)) }
  } catch {
    // Yjs makes no promise for updates that no honest client has written.
    return null
  }
}
