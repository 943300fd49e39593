import { type Clock, instant } from '#shared/core/time.ts'

/** The machine's clock: the one place where the wall clock is read. */
export const systemClock: Clock = { now: () => instant(Date.now()) }
