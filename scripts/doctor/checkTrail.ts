import type { Connection } from 'mongoose'
import { reasonOf } from '#server/embedded-store/storeErrors.ts'
import { isSignedBy } from '#server/features/audit/seal/checkpoint.ts'
import { keysAround } from '#server/features/audit/seal/handOver.ts'
import { openSince } from '#server/features/audit/seal/openSince.ts'
import { lackingOutside, OutsideReader } from '#server/features/audit/seal/outside.ts'
import { mongoSealStore } from '#server/features/audit/seal/seal.mongo.ts'
import { FAULT_WORDS } from '#server/features/audit/seal/trailFault.ts'
import { trailReading } from '#server/features/audit/seal/trailReading.ts'
import { mongoVerifications } from '#server/features/audit/seal/verifications.mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { signerIn } from '../sealKey.ts'
import { bad, type Finding, good, notice } from './finding.ts'

const VERIFY = 'npm run verify-trail で、どこからかを調べてください / npm run verify-trail says from where on'
const HOUR_MS = 3_600_000
const ANSWERS_WITHIN_MS = 2_000
const LOOKED_AT = 1_000

/** The cheap part of `npm run verify-trail`: what was signed last still holds, and nothing has waited for its seal for long. */
export async function checkTrail(connection: Connection, keyFile: string, isRunning: boolean): Promise<Finding> {
  const reading = trailReading(connection.getClient().db(connection.name))
  const store = mongoSealStore(connection, false)
  const signer = signerIn(keyFile)
  const keys = signer === null ? null : keysAround(signer.publicKey, await reading.handOvers())
  let count = 0
  for (const chain of await reading.chains()) {
    const [last, head] = [await store.lastCheckpoint(chain), await store.headOf(chain)]
    count += head.count
    if (last === null) continue
    if (keys !== null && !keys.some((key) => isSignedBy(key, last))) {
      return bad(
        `監査記録の確認点の署名が合いません（${chain} ${last.count}）/ a checkpoint is not signed by this key`,
        VERIFY,
      )
    }
    if (!(await reading.hashesAt(last.count)).includes(last.head)) {
      return bad(
        `監査記録が、署名したものと違います（${chain} ${last.count}）/ the trail is not what was signed`,
        VERIFY,
      )
    }
  }
  const now = Date.now()
  const late = await openSince(store, isRunning ? { now } : null)
  const ids = (await store.walk({ at: late - HOUR_MS, id: null }, late, LOOKED_AT)).map(({ id }) => id)
  const open = ids.length - (await store.sealedOf(ids)).size
  if (open === 0) return good(`監査記録の封印 ${count} 件、最後の確認点に合います / the trail is sealed`)
  return bad(`封印されていない監査記録が ${open} 件あります / records of the trail are not sealed`, VERIFY)
}

const DAY_MS = 24 * HOUR_MS
/** Unit: days without a verification that a holiday makes; a server that runs has its night within minutes. */
const NIGHTS_OFF = 7
const WAIT =
  'サーバーを動かしておくと、十分ほどで行われます。行われなければ、ログの trail.notVerified を確かめてください / the running server does it within ten minutes; else see trail.notVerified in the log'

/** When the server last held the whole trail against its seal by itself, and what that came to. */
export async function checkNight(connection: Connection, isRunning: boolean, now: number): Promise<Finding> {
  const last = await mongoVerifications(connection).last()
  if (last === null) return notice('監査記録の毎晩の確認は、まだ行われていません / no night was verified yet', WAIT)
  const days = Math.floor((now - last.at) / DAY_MS)
  const when = `監査記録の毎晩の確認: 最後は ${days === 0 ? '24 時間以内' : `${days} 日前`}、${last.count} 件`
  if (last.faults.length > 0) {
    const faults = last.faults.map(({ kind, count }) => `${FAULT_WORDS[kind]}（${count}）`)
    return bad(`${when}、封印と合わない所があります: ${faults.join('、')}`, VERIFY)
  }
  const outside = last.outside?.state ?? 'held'
  if (outside === 'unread')
    return bad(`${when}、SEAL_FOLDER は読めませんでした / SEAL_FOLDER could not be read`, MEND_FOLDER)
  if (outside === 'fewer') {
    return bad(`${when}、SEAL_FOLDER の確認点が足りませんでした / checkpoints were missing in SEAL_FOLDER`, VERIFY)
  }
  const says = `${when}、封印のとおり / the last verified night`
  if (days < 2) return good(says)
  return isRunning && days > NIGHTS_OFF ? bad(says, WAIT) : notice(says, WAIT)
}

const MEND_FOLDER =
  'つながっているか、空きと書き込みの権限があるかを確かめてください / check that it is mounted, has room, and may be written'

/** Whether the folder of another host gets what is signed, and still holds it. */
export async function checkSealFolder(connection: Connection, sealFolder: string, now: number): Promise<Finding> {
  const chains = await trailReading(connection.getClient().db(connection.name)).chains()
  try {
    const checkpoints = await new OutsideReader(sealFolder, systemTimers).read(ANSWERS_WITHIN_MS)
    const lacking = await lackingOutside(mongoSealStore(connection, false), chains, { checkpoints, now })
    if (lacking.length === 0) return good(`SEAL_FOLDER の確認点 ${checkpoints.length} 個 / checkpoints outside`)
    return bad(
      `SEAL_FOLDER に、届いているはずの確認点がありません（${lacking.join('、')}）/ checkpoints are not in SEAL_FOLDER`,
      MEND_FOLDER,
    )
  } catch (cause) {
    return bad(`SEAL_FOLDER を読めません: ${reasonOf(cause)} / SEAL_FOLDER cannot be read`, MEND_FOLDER)
  }
}
