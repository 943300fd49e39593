import * as Y from 'yjs'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import type { Applied, CaughtUp } from './liveDocument.ts'
import type { Session } from './session.ts'

/** The same bytes for everybody, several edits of one commit in one frame. Who has written all of it has all of it. */
export function fanOut(sessions: ReadonlySet<Session>, { taken, before }: Applied): void {
  const [first] = taken
  const onlyWriter = taken.every((kept) => kept.frame.from === first?.frame.from) ? first?.frame.from : undefined
  feedAll(sessions, { updates: taken.map(({ update }) => update), before }, onlyWriter)
}

/** Gives changes to everybody but the one who has them. */
export function feedAll(sessions: ReadonlySet<Session>, { updates, before }: CaughtUp, has?: Session): void {
  const [first] = updates
  if (first === undefined) return
  const frame = encodeUpdate(updates.length === 1 ? first : Y.mergeUpdates([...updates]))
  for (const session of sessions) if (session !== has) session.feed(frame, before)
}
