import { write, writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** Unit: characters that wait for whoever takes them. Lines beyond are lost: the memory is for those who write. */
const MAX_WAITING = 1_048_576
/** What is full for a moment only, as a pipe whose reader is slow. */
const AGAIN_MS = 100

const isForNow = (fault: NodeJS.ErrnoException): boolean => fault.code === 'EAGAIN' || fault.code === 'EINTR'

/**
 * Lines to an open file, pipe or terminal, never waited for. What it cannot take costs lines and nothing else: a log lies on
 * the same disk as the data as a rule, and when that is full people go on reading, and writing as soon as there is space. (The
 * logger's own output tries a full disk again at the end of the process without an end.)
 */
export function logOutput(file: number): DestinationStream {
  let waiting = ''
  let isWriting = false
  /** True when the last line stands there in part. */
  let isTorn = false

  const writeOut = (bytes: Buffer): void => {
    write(file, bytes, (fault, written) => {
      if (fault !== null && isForNow(fault)) return void setTimeout(writeOut, AGAIN_MS, bytes).unref()
      if (fault === null && written < bytes.byteLength) return writeOut(bytes.subarray(written))
      // What a full disk has no room for is not kept for later, when other things are of more use.
      isTorn = fault !== null
      isWriting = false
      next()
    })
  }
  const next = (): void => {
    if (isWriting || waiting === '') return
    const lines = waiting
    waiting = ''
    isWriting = true
    writeOut(Buffer.from(isTorn ? `\n${lines}` : lines))
  }
  // What waits is of the last moment, which is what is looked for afterwards.
  process.once('exit', () => {
    try {
      if (waiting !== '') writeSync(file, waiting)
    } catch {
      // Nobody is there any more whom it could be told.
    }
  })
  return {
    write(line) {
      if (waiting.length < MAX_WAITING) waiting += line
      next()
    },
  }
}
