import type { Timers } from '#server/platform/timers.ts'
import type { Room } from './room.ts'

export interface OpeningLimit {
  readonly timers: Timers
  readonly openWithinMs: number
}

/** What comes too late is thrown away: by then somebody else may have opened the document. Throws: what `opening` throws; that it is late. */
export function openInTime(opening: Promise<Room>, { timers, openWithinMs }: OpeningLimit): Promise<Room> {
  const { promise, resolve, reject } = Promise.withResolvers<Room>()
  let isLate = false
  const limit = timers.after(openWithinMs, () => {
    isLate = true
    reject(new Error('the store did not give the document in time'))
  })
  opening.then((room) => (isLate ? room.close() : resolve(room)), reject).finally(() => limit.stop())
  return promise
}
