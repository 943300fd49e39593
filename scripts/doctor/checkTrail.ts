import type { Connection } from 'mongoose'
import { reasonOf } from '#server/embedded-store/storeErrors.ts'
import { isSignedBy } from '#server/features/audit/seal/checkpoint.ts'
import { keysAround } from '#server/features/audit/seal/handOver.ts'
import { openSince } from '#server/features/audit/seal/openSince.ts'
import { lackingOutside, OutsideReader } from '#server/features/audit/seal/outside.ts'
import { mongoSealStore } from '#server/features/audit/seal/seal.mongo.ts'
import { trailReading } from '#server/features/audit/seal/trailReading.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { signerIn } from '../sealKey.ts'
import { bad, type Finding, good } from './finding.ts'

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
