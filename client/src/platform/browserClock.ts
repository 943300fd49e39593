import { type Clock, instant } from '#shared/core/time.ts'

/** The clock of this computer. Only what is shown depends on it; every date that counts is the server's. */
export const browserClock: Clock = { now: () => instant(Date.now()) }
