import { expect, onTestFinished, test, vi } from 'vitest'
import { createHints, type HintSocket } from './hints.ts'

/** A socket that the test connects, and whose server it speaks for. */
class HeldSocket implements HintSocket {
  readonly said: string[] = []
  readonly #listeners = new Map<string, (id: string) => void>()
  connected = false
  active = false

  connect() {
    this.active = true
  }

  disconnect() {
    this.active = false
    this.connected = false
  }

  emit(event: string, id: string) {
    this.said.push(`${event} ${id}`)
  }

  on(event: string, listener: (id: string) => void) {
    this.#listeners.set(event, listener)
  }

  hear(event: 'connect' | 'changed' | 'disconnect', id = '') {
    if (event !== 'changed') this.connected = event === 'connect'
    this.#listeners.get(event)?.(id)
  }
}

test('[LD8.1] whoever listens to what another part of the page shows already has a beginning too', async () => {
  const socket = new HeldSocket()
  const hints = createHints(() => Promise.resolve(socket))
  const heard: string[] = []
  hints.listen('doc_1', () => heard.push('first'))
  await Promise.resolve()
  await Promise.resolve()
  socket.hear('connect')
  socket.hear('changed', 'doc_1')

  hints.listen('doc_1', () => heard.push('second'))
  const stopThird = hints.listen('doc_1', () => heard.push('third'))
  stopThird()
  await Promise.resolve()

  expect(heard).toEqual(['first', 'second'])
})

test('[LD8.1] a page says what it shows on each connection, hears only of that, and lets go of the socket when it shows nothing', async () => {
  const socket = new HeldSocket()
  const hints = createHints(() => Promise.resolve(socket))
  const heard: string[] = []

  const stopFirst = hints.listen('doc_1', () => heard.push('first'))
  const stopSecond = hints.listen('doc_1', () => heard.push('second'))
  await Promise.resolve()
  await Promise.resolve()
  expect([socket.active, hints.isLive()]).toEqual([true, false])

  socket.hear('connect')
  const stopCase = hints.listen('cas_1', () => heard.push('case'))
  socket.hear('changed', 'doc_1')
  stopFirst()
  socket.hear('changed', 'doc_1')
  socket.hear('changed', 'cas_2')
  stopCase()
  socket.hear('connect')
  stopSecond()

  expect(heard).toEqual(['first', 'second', 'second'])
  expect(socket.said).toEqual(['listen doc_1', 'listen cas_1', 'unlisten cas_1', 'listen doc_1'])
  expect([socket.active, hints.isLive()]).toEqual([false, false])
})

test('[LD8.7] a page whose sign-in ended comes back by itself, not in a hurry, and not once it shows nothing', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const socket = new HeldSocket()
  const hints = createHints(() => Promise.resolve(socket))
  const stop = hints.listen('cnf_1', () => undefined)
  await vi.advanceTimersByTimeAsync(0)
  /** Closed by the server, after which socket.io tries nothing more. */
  const end = () => {
    socket.hear('connect')
    socket.active = false
    socket.hear('disconnect', 'io server disconnect')
  }

  end()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(socket.active).toBe(false)
  await vi.advanceTimersByTimeAsync(9_000)
  expect(socket.active).toBe(true)

  end()
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(socket.active).toBe(false)
})
