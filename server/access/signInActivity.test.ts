import { expect, test } from 'vitest'
import { silentLog } from '#server/platform/log.ts'
import { instant } from '#shared/core/time.ts'
import { IDLE_MS, SignInActivity, type SignInTimes } from './signInActivity.ts'

/** One sign-in that began at 0, at a time the test sets, and what another process wrote down of it. */
function aSignIn() {
  let now = 0
  let stored: SignInTimes | null = { signedInAt: instant(0), activeAt: instant(0) }
  const written: number[] = []
  const activity = new SignInActivity({
    clock: { now: () => instant(now) },
    log: silentLog,
    read: async () => stored,
    write: async (_, activeAt) => void written.push(activeAt),
  })
  activity.learn('session', stored)
  const at = (time: number) => {
    now = time
    return activity
  }
  return {
    at,
    written,
    store: (activeAt: number) => (stored = { signedInAt: instant(0), activeAt: instant(activeAt) }),
  }
}

test('[AC7.4] what is done after half an hour of nothing brings no sign-in back', async () => {
  const { at, written } = aSignIn()

  at(IDLE_MS).noteActivity('session')

  expect([await at(IDLE_MS + 1).goesOn('session'), written]).toEqual([false, []])
})

test('[AC7.4] what another process has seen of a person counts here, and what was seen here is not forgotten over it', async () => {
  const { at, store } = aSignIn()

  store(IDLE_MS - 1)
  const byOther = await at(IDLE_MS + 1).goesOn('session')
  at(IDLE_MS + 10).noteActivity('session')
  at(IDLE_MS + 20).learn('session', { signedInAt: instant(0), activeAt: instant(IDLE_MS - 1) })

  expect([byOther, await at(2 * IDLE_MS).goesOn('session'), await at(2 * IDLE_MS + 10).goesOn('session')]).toEqual([
    true,
    true,
    false,
  ])
})

test('[AC7.21] a sign-in that was used while the machine’s clock was ahead does not outlive half an hour of nothing', async () => {
  const { at, store } = aSignIn()
  const ahead = 10 * IDLE_MS

  for (let time = 0; time <= ahead; time += IDLE_MS / 2) at(time).noteActivity('session')
  store(ahead)
  const setRight = IDLE_MS / 2

  expect(await at(setRight + IDLE_MS + 1).goesOn('session')).toBe(false)
})
