import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { areEqual, MarkWriter } from '../markWriter.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'
import { writeFor } from './partitions.ts'

/** How a node's change stream fails: its cursor is killed, its place in the history is gone, or it answers no more. */
export type StreamFault = 'cursorKilled' | 'historyLost' | 'stalled'

export interface LostStreamsOptions {
  readonly two: TwoNodes
  readonly fault: StreamFault
  readonly faultMs: number
}

export interface LostStreamsReport {
  readonly fault: StreamFault
  /** Unit: milliseconds until the node had noticed. */
  readonly noticedMs: number
  /** Unit: milliseconds a sign-out at the other node took to close a socket here, meanwhile. */
  readonly signOutMs: number
  /** Unit: milliseconds after the last edit until both had the same, meanwhile. */
  readonly equalMs: number
  readonly wrong: readonly string[]
}

const CURSOR_NOT_FOUND = 43
const HISTORY_LOST = 286
/** Longer than a stream may keep silent; a member waits this long before it can be told to stop. */
const SILENT_MS = 3_000

const ANSWERS: { readonly [fault in StreamFault]: object } = {
  cursorKilled: { errorCode: CURSOR_NOT_FOUND },
  historyLost: { errorCode: HISTORY_LOST },
  stalled: { blockConnection: true, blockTimeMS: SILENT_MS },
}

/** The second node's change stream fails and goes on failing; people write and sign out meanwhile. */
export async function loseStream({ two, fault, faultMs }: LostStreamsOptions): Promise<LostStreamsReport> {
  const here = new MarkWriter(await two.editor(0, await two.person(0, 'B')), '甲')
  const there = new MarkWriter(await two.editor(1, await two.person(1, 'B')), '乙')
  const leaving = await two.person(0, 'D')
  const left = await two.editor(1, leaving)
  const losses = await two.figure(1, 'tsunagi_changeFeedLosses')

  await two.set.failCommand({ failCommands: ['getMore'], appName: 'second', ...ANSWERS[fault] })
  try {
    const failedAt = performance.now()
    // A killed cursor is opened anew by the driver without a word: there is nothing to notice.
    let hasNoticed = fault === 'cursorKilled'
    while (!hasNoticed) hasNoticed = (await two.figure(1, 'tsunagi_changeFeedLosses')) > losses
    const noticedMs = performance.now() - failedAt
    await writeFor([here, there], faultMs)
    const lastEditAt = performance.now()
    await until(() => areEqual([here, there]), 'both have everything')
    const equalMs = performance.now() - lastEditAt

    const leftAt = performance.now()
    await leaving.send('DELETE', '/api/session')
    await until(() => left.lastClose?.reason === 'signedOut', `${demoMemberId('D')} is out at the other node`)
    const signOutMs = performance.now() - leftAt
    const wrong = [...here.wrongIn(there.editor.text), ...there.wrongIn(here.editor.text)]
    return { fault, noticedMs, signOutMs, equalMs, wrong }
  } finally {
    await two.set.failCommand(null)
  }
}
