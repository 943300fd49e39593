import { expect, onTestFinished, test, vi } from 'vitest'
import { createHints, type HintSocket } from './hints.ts'
import { gathered, listenForLater } from './useHint.ts'

/** Hints over a socket that the test opens, and whose server answers each beginning. */
function heldHints() {
  const listeners = new Map<string, (id: string) => void>()
  const say = (event: string, id = '') => listeners.get(event)?.(id)
  let connected = false
  const socket: HintSocket = {
    get connected() {
      return connected
    },
    active: false,
    connect: () => undefined,
    disconnect: () => undefined,
    emit: (_event: string, id: string) => queueMicrotask(() => say('changed', id)),
    on: (event: string, listener: (id: string) => void) => listeners.set(event, listener),
  }
  const open = () => {
    connected = true
    say('connect')
  }
  return { hints: createHints(() => Promise.resolve(socket)), open, say }
}

const turns = () => new Promise((resolve) => setTimeout(resolve))

test('[LD8.1] [LD6.11] what may have changed while the socket of hints was still opening is told of', async () => {
  const { hints, open } = heldHints()
  let told = 0
  listenForLater(hints, 'doc_1', () => told++)
  listenForLater(hints, 'doc_1', () => told++)
  await turns()

  // What is shown was read long ago by now.
  open()
  await turns()

  expect(told).toBe(2)
})

test('[LD8.1] what has just been read is not read again because somebody begins to listen', async () => {
  const { hints, open, say } = heldHints()
  hints.listen('doc_1', () => undefined)
  await turns()
  open()
  await turns()
  let told = 0
  for (const id of ['doc_1', 'cas_1']) listenForLater(hints, id, () => told++)
  await turns()
  expect(told).toBe(0)

  say('changed', 'cas_1')

  expect(told).toBe(1)
})

test('[LD8.6] what many notes are drawn into is read once for all that changes in a while, and not after its page is gone', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let read = 0
  const { changed, stop } = gathered(() => read++, 2_000)
  const readAfter = (milliseconds: number) => {
    vi.advanceTimersByTime(milliseconds)
    return read
  }

  for (let keystroke = 0; keystroke < 20; keystroke += 1) changed()
  const reads = [readAfter(1_999), readAfter(1), readAfter(10_000)]
  changed()
  reads.push(readAfter(2_000))
  changed()
  stop()

  expect([...reads, readAfter(2_000)]).toEqual([0, 1, 1, 2, 2])
})
