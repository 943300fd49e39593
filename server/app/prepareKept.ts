import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { finishDisposals } from '#server/collab/generations/destroyTrail.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import type { LiveDocuments } from '#server/collab/liveDocuments.ts'
import type { RightsReplayed } from '#server/features/council/rightsPorts.ts'
import { systemClock } from '#server/platform/clock.ts'
import type { Config } from '#server/platform/config.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { CouncilHalf } from './compose.ts'
import { gatherLaidLedgers } from './ledgerCopies.ts'
import type { StartOptions } from './startOptions.ts'
import type { OpenStore } from './store.ts'

type Keeping = Pick<CouncilHalf, 'erasing' | 'ended' | 'rights'>
type Preparing = Pick<StartOptions, 'log' | 'isRestored'> &
  Pick<Config, 'dataDir' | 'sealFolder'> &
  Keeping &
  Pick<CouncilHalf, 'dateClosings'>

/**
 * Before anybody comes: what a stop has interrupted is finished, and what a backup brought back is told apart from what was. No
 * sign-in of then goes on, since it may have ended after the backup. Answers with what the terminal should say of it.
 */
export async function prepareKept(
  kept: OpenStore,
  live: LiveDocuments,
  { erasing, ended, rights, dateClosings, ...parts }: Preparing,
): Promise<readonly string[]> {
  await finishDisposals({ store: live.store, log: parts.log })
  const known = async () => {
    const laid = parts.isRestored ? await gatherLaidLedgers(parts.dataDir) : []
    const { lines, isOlder } = await replay({ erasing, ended, rights })
    return { laid, lines, isOlder }
  }
  const { laid, lines, isOlder } = await known().catch(async (cause: unknown) => {
    await kept.close()
    throw cause
  })
  await erasing.finishAll()
  await ended.keepAll()
  await rights.keepAll()
  await dateClosings()
  if (parts.isRestored || (isOlder && !kept.isShared)) {
    const outside = parts.sealFolder === null ? [] : [FOLDER_LINE]
    return [...lines, ...(await beginRestored(kept, live, { ...parts, isOlder })), ...laid, ...outside]
  }
  if (!isOlder) return lines
  // Another node may be serving from it by now: whoever put it back says so, once.
  await endSignIns(kept)
  return [...lines, OLDER_LINE]
}

const OLDER_LINE =
  'このデータは、この台帳より前のものです。控えから戻したのなら、すべて止めて、一度だけ --restored を付けて始めてください。/ The data are older than the ledger: if they were put back from a backup, stop every server and start one once with --restored.'

/** What was signed after the backup may be there, and its records are not: rightly that is told each night. */
const FOLDER_LINE =
  'SEAL_FOLDER に、戻す前の監査記録の封印の控えがあれば、日付を書き添えてそのまま保管し、SEAL_FOLDER に新しいフォルダーを指定して始め直してください。それまでは、毎晩の確認が、記録が切り取られていると知らせることがあります。/ If SEAL_FOLDER holds what was signed before, keep it with a note of the day, and start again with a new folder; until then each night may say that the trail is cut off.'
const AS_LEDGER_LINE =
  '控えより後に加えたことと、主担当や招待の変更は入っていません。紙や記憶と照らして、もう一度入れてください。/ What was added after the backup, and changes of lead organisations and invitations, are not in it: enter them again.'
const WITHOUT_LEDGER_LINE =
  '控えより後の、構成員の終わり、チームから外れたこと、パスワードの変更は、権限台帳に見つかりませんでした。あったのなら、紙や記憶と照らして、もう一度入れてください。/ The ledger of rights knows of nothing that ended after the backup (memberships, places on teams) and of no password changed since: enter again what there was.'

const endSignIns = ({ connection }: OpenStore) => connection.collection(SESSIONS_COLLECTION).deleteMany({})

/** What the ledgers outside the store know to be over is over again. */
async function replay({ erasing, ended, rights }: Keeping) {
  const [erasedAgain, endedAgain] = [await erasing.replay(), await ended.replay()]
  const { isOlder, ...again } = await rights.replay()
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
  return { lines: [...lines, ...linesOfRights(again)], isOlder }
}

function linesOfRights({ endedCount, passwordCount, isLeftToAdministrators }: Omit<RightsReplayed, 'isOlder'>) {
  const lines: string[] = []
  if (endedCount > 0) {
    lines.push(
      `控えより後に終わった任期・役職・担当を、${endedCount} 件終わらせ直しました。所属や役割が変わっていた人は、入れるように任期と所属を直してください。/ ${endedCount} members, organisations and teams had more than at last, and have not any more; whoever had moved is given their seat anew.`,
    )
  }
  if (passwordCount > 0) {
    lines.push(
      `控えより後にパスワードを変えた ${passwordCount} 人は、前のパスワードでは入れません。npm run password -- <ログイン名> で新しいものを渡してください。/ ${passwordCount} passwords had been changed since; the old ones open nothing: hand over new ones.`,
    )
  }
  if (isLeftToAdministrators) {
    lines.push(
      '管理者が一人も残らないので、控えのときの管理者はそのままにし、パスワードだけを使えなくしました。npm run password -- <ログイン名> で一人を入れ、構成員を直してください。/ No administrator would be left: those of the backup stay, without a password. Let one in, and put the members right.',
    )
  }
  return lines
}

async function beginRestored(
  kept: OpenStore,
  { store, rooms, keeper }: LiveDocuments,
  { log, isOlder }: Pick<StartOptions, 'log'> & Pick<RightsReplayed, 'isOlder'>,
): Promise<readonly string[]> {
  await endSignIns(kept)
  const { raised, unreadable } = await raiseAllGenerations({ store, rooms, keeper, clock: systemClock, log })
  await kept.noteCopyBegun()
  log.info('generations.raised', { count: raised })
  const begun = [
    `控えから戻したものとして始めました（文書 ${raised} 件）。/ Begun as put back from a backup (${raised} documents).`,
    isOlder ? AS_LEDGER_LINE : WITHOUT_LEDGER_LINE,
  ]
  if (unreadable === 0) return begun
  return [
    ...begun,
    `読めない文書が ${unreadable} 件あり、どれかはログにあります。/ ${unreadable} documents cannot be read; the log names them.`,
  ]
}

const GO_ON_EVERY_MS = 60_000

/** What a full disk has stopped goes on by itself once there is room. */
export const goOnKeeping = ({ erasing, ended, rights }: Keeping, timers: Timers): Timer =>
  timers.every(GO_ON_EVERY_MS, () => {
    void erasing.finishAll()
    void ended.goOn()
    void rights.keepAll()
  })
