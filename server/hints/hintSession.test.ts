import { expect, test, vi } from 'vitest'
import { addDays, type Instant, later, startOfDay } from '#shared/core/time.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { HintSession } from './hintSession.ts'

test('[AC4.8] of what a right was to until midnight a page hears nothing more after it', async () => {
  const midnight = startOfDay(addDays(TODAY, 1))
  let now: Instant = later(midnight, -10_000)
  const said: string[] = []
  const [ending, staying] = [fixedId('case', 1), fixedId('case', 2)]
  const socket = { say: (id: string) => void said.push(id), end: () => undefined, cut: () => undefined }
  const session = new HintSession(
    socket,
    { memberId: fixedId('member', 1), sessionId: 's' },
    {
      clock: { now: () => now },
      epoch: () => 1,
      signOuts: () => 0,
      stands: async () => true,
      mayHear: async (id) => id === staying || now < midnight,
    },
  )
  session.listen(ending)
  session.listen(staying)
  await vi.waitFor(() => expect(said).toEqual([ending, staying]))

  now = later(midnight, 10_000)
  for (const changes of [1, 2, 3]) {
    session.changed(ending)
    session.changed(staying)
    await vi.waitFor(() => expect(said.slice(2).filter((id) => id === staying)).toHaveLength(changes))
  }

  // Once: whoever shows it is told that it is theirs no more.
  expect(said.slice(2).filter((id) => id === ending)).toHaveLength(1)
})

test('[LD8.5] a page that says once more what it shows is told of it, and nothing is judged anew for that', async () => {
  const said: string[] = []
  const judged: string[] = []
  const shown = [1, 2, 3].map((number) => fixedId('case', number))
  const session = new HintSession(
    { say: (id: string) => void said.push(id), end: () => undefined, cut: () => undefined },
    { memberId: fixedId('member', 1), sessionId: 's' },
    {
      clock: { now: () => startOfDay(TODAY) },
      epoch: () => 1,
      signOuts: () => 0,
      stands: async () => true,
      mayHear: async (id) => judged.push(id) > 0,
    },
  )
  for (const id of shown) session.listen(id)
  await vi.waitFor(() => expect(said).toEqual(shown))
  const [first] = shown
  judged.length = 0

  session.listen(first)

  await vi.waitFor(() => expect(said).toEqual([...shown, first]))
  expect(judged).toEqual([])
})

test('[AC4.11] a sign-in that ends by itself while the clock is put back hears nothing more either', async () => {
  let now: Instant = later(startOfDay(TODAY), 12 * 3_600_000)
  let isSignedIn = true
  const said: string[] = []
  const end = vi.fn()
  const id = fixedId('case', 1)
  const session = new HintSession(
    { say: (one) => void said.push(one), end, cut: () => undefined },
    { memberId: fixedId('member', 1), sessionId: 's' },
    {
      clock: { now: () => now },
      epoch: () => 1,
      signOuts: () => 0,
      stands: async () => isSignedIn,
      mayHear: async () => true,
    },
  )
  session.listen(id)
  await vi.waitFor(() => expect(said).toEqual([id]))

  now = later(now, -3_600_000)
  isSignedIn = false
  session.changed(id)

  await vi.waitFor(() => expect(end).toHaveBeenCalled())
  expect(said).toEqual([id])
})
