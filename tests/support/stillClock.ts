import { type Clock, instant } from '#shared/core/time.ts'

/** 24 November 2026, 14:00 in Japan, for ever. */
export const stillClock: Clock = { now: () => instant(Date.parse('2026-11-24T05:00:00Z')) }
