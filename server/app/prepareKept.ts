import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { finishDisposals } from '#server/collab/generations/destroyTrail.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import type { LiveDocuments } from '#server/collab/liveDocuments.ts'
import { systemClock } from '#server/platform/clock.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { CouncilHalf } from './compose.ts'
import type { StartOptions } from './startOptions.ts'
import type { OpenStore } from './store.ts'

type Keeping = Pick<CouncilHalf, 'erasing' | 'ended'>
type Preparing = Pick<StartOptions, 'log' | 'isRestored'> & Keeping & Pick<CouncilHalf, 'dateClosings'>

/**
 * Before anybody comes: what a stop has interrupted is finished, and what a backup brought back is told apart from what was. No
 * sign-in of then goes on, since it may have ended after the backup. Answers with what the terminal should say of it.
 */
export async function prepareKept(
  kept: OpenStore,
  live: LiveDocuments,
  { erasing, ended, dateClosings, ...parts }: Preparing,
): Promise<readonly string[]> {
  await finishDisposals({ store: live.store, log: parts.log })
  const replayed = await replay({ erasing, ended }).catch(async (cause: unknown) => {
    await kept.close()
    throw cause
  })
  await erasing.finishAll()
  await ended.keepAll()
  await dateClosings()
  return parts.isRestored ? [...replayed, ...(await beginRestored(kept, live, parts))] : replayed
}

/** What the ledgers outside the store know to be over is over again. */
async function replay({ erasing, ended }: Keeping): Promise<readonly string[]> {
  const [erasedAgain, endedAgain] = [await erasing.replay(), await ended.replay()]
  const lines: string[] = []
  if (erasedAgain > 0) {
    lines.push(
      `廃棄済みのケース ${erasedAgain} 件を消し直しました。/ ${erasedAgain} erased cases had come back and are erased again.`,
    )
  }
  if (endedAgain > 0) {
    lines.push(
      `撤回・終了した根拠 ${endedAgain} 件を、もう一度終わらせました。/ ${endedAgain} bases that had been withdrawn or ended are ended again.`,
    )
  }
  return lines
}

async function beginRestored(
  kept: OpenStore,
  { store, rooms, keeper }: LiveDocuments,
  { log }: Pick<StartOptions, 'log'>,
): Promise<readonly string[]> {
  await kept.connection.collection(SESSIONS_COLLECTION).deleteMany({})
  const { raised, unreadable } = await raiseAllGenerations({ store, rooms, keeper, clock: systemClock, log })
  await kept.noteCopyBegun()
  log.info('generations.raised', { count: raised })
  const begun = [
    `控えから戻したものとして始めました（文書 ${raised} 件）。/ Begun as put back from a backup (${raised} documents).`,
    '控えより後の、構成員の終わり、チームから外れたこと、パスワードの変更は入っていません。紙や記憶と照らして、もう一度入れてください。/ What ended after the backup (memberships, places on teams) and passwords changed since are not in it: enter them again.',
  ]
  if (unreadable === 0) return begun
  return [
    ...begun,
    `読めない文書が ${unreadable} 件あり、どれかはログにあります。/ ${unreadable} documents cannot be read; the log names them.`,
  ]
}

const GO_ON_EVERY_MS = 60_000

/** What a full disk has stopped goes on by itself once there is room. */
export const goOnKeeping = ({ erasing, ended }: Keeping, timers: Timers): Timer =>
  timers.every(GO_ON_EVERY_MS, () => {
    void erasing.finishAll()
    void ended.goOn()
  })
