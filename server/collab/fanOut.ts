import * as Y from 'yjs'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import type { Applied, CaughtUp } from './liveDocument.ts'
import type { Session } from './session.ts'

/** Gives changes that the journal holds and the document has to everybody else, the same bytes in one frame. Who has written all of it has all of it. */
export function fanOut(sessions: ReadonlySet<Session>, { taken, before }: Pick<Applied, 'taken' | 'before'>): void {
  const writers = new Set(taken.map(({ frame }) => frame.from))
  const [onlyWriter] = writers.size === 1 ? writers : []
  passOn(sessions, { updates: taken.map(({ update }) => update), before }, onlyWriter)
}

/** Gives updates to everybody, in one frame, `butFor` whoever has them already. */
export function passOn(sessions: ReadonlySet<Session>, { updates, before }: CaughtUp, butFor?: Session): void {
  const [first] = updates
  if (first === undefined) return
  const frame = encodeUpdate(updates.length === 1 ? first : Y.mergeUpdates([...updates]))
  for (const session of sessions) if (session !== butFor) session.feed(frame, before)
}
