import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { addWorkWords, startWords } from '#client/platform/words.ts'
import { lazyScreen } from './lazyScreen.ts'

const Screen = () => null

beforeAll(async () => {
  await startWords()
  await addWorkWords()
})

function heldTime() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
}

test('[UI2.57] a screen that does not come is given up after a minute, as a request is, and the page says that nobody answers', async () => {
  heldTime()
  const coming = lazyScreen(() => new Promise(() => undefined))()
  const said = coming.catch(({ code }) => code)
  await vi.advanceTimersByTimeAsync(60_000)

  expect(await Promise.race([said, 'still waiting'])).toBe('noAnswer')
})

test('[UI2.57] one that comes in time leaves no timer, and one that comes later is there at the next press', async () => {
  heldTime()
  const { promise, resolve } = Promise.withResolvers<typeof Screen>()
  const fetchScreen = lazyScreen(() => promise)
  const given = fetchScreen().catch(({ code }) => code)
  await vi.advanceTimersByTimeAsync(60_000)
  resolve(Screen)

  expect([await given, (await fetchScreen()).Component, vi.getTimerCount()]).toEqual(['noAnswer', Screen, 0])
})
