import { randomInt } from 'node:crypto'
import type { Connection } from 'mongoose'
import { mongoAccountStore } from '#server/access/accounts.mongo.ts'
import { type EndingStore, mongoEndingStore } from '#server/access/endings.mongo.ts'
import { argon2Passwords, REAL_COST } from '#server/access/passwords.ts'
import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { rightsLedger, rightsPathOf } from '#server/app/rightsLedger.ts'
import { mongoAuditTrail } from '#server/features/audit/auditTrail.mongo.ts'
import { mongoCaseStore } from '#server/features/cases/caseStore.mongo.ts'
import { mongoCouncilStore } from '#server/features/council/councilStore.mongo.ts'
import { rightsKeeper } from '#server/features/council/rightsKeeper.ts'
import { systemClock } from '#server/platform/clock.ts'
import type { Config } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { atomicallyOn, connectMongo } from '#server/platform/mongo.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { assertThereIsData } from './leftBeside.ts'
import { oneWordOrExit } from './oneWord.ts'
import { reachStore, runCommand, settingsOrExit } from './reachStore.ts'

/** Without the letters and digits that are taken for one another when they are read out or copied from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 5
const IN_GROUP = 4

const drawn = (count: number, draw: () => string): readonly string[] => Array.from({ length: count }, draw)
const newPassword = (): string =>
  drawn(GROUPS, () => drawn(IN_GROUP, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')).join('-')

/**
 * Gives the account of `loginName` a drawn password, whether the server runs or not, and ends its sign-ins. For whoever has
 * lost theirs: also for the last administrator, whom nobody else could let in again.
 *
 * Throws: when nobody signs in by that name and a password; then nothing is changed.
 */
export async function renewPassword(config: Config, loginName: string): Promise<string> {
  assertThereIsData(config)
  const store = await reachStore(config)
  try {
    const connection = await connectMongo(store.uri)
    try {
      const endings = mongoEndingStore(connection, store.kind === 'mongodb')
      const password = await renewOn(connection, endings, loginName)
      // Nobody else writes into the ledger now; a server that runs hears of it.
      if (store.kind === 'own') await ledgerOf(config, connection, endings).keepAll()
      return password
    } finally {
      await connection.close()
    }
  } finally {
    await store.close()
  }
}

const ledgerOf = ({ dataDir }: Config, connection: Connection, epochs: EndingStore) =>
  rightsKeeper({
    ...{ council: mongoCouncilStore(connection), accounts: mongoAccountStore(connection), epochs },
    ...{ cases: mongoCaseStore(connection), ledger: rightsLedger(rightsPathOf(dataDir)) },
    ...{ passwords: argon2Passwords(REAL_COST), audit: mongoAuditTrail(connection, systemClock) },
    ...{ atomically: atomicallyOn(connection), clock: systemClock, log: silentLog },
  })

async function renewOn(connection: Connection, endings: EndingStore, loginName: string): Promise<string> {
  const accounts = mongoAccountStore(connection)
  const account = await accounts.findByLoginName(loginName)
  if (account === null || account.password === null) {
    throw new Error('その名前でパスワードを使う人はいません / nobody signs in by that name and a password')
  }
  const { id, memberId } = account
  const password = newPassword()
  const hash = await argon2Passwords(REAL_COST).hash(password)
  const audit = mongoAuditTrail(connection, systemClock)
  await endings.prepare()
  // Before and after: a kill right behind the commit leaves nobody signed in by the old one.
  await endSignIns(connection, endings, memberId)
  await atomicallyOn(connection)(async () => {
    await accounts.keepPassword(id, hash, true)
    // The rights of nobody have ended, but the ledger of rights knows of another password by this.
    await endings.note(null, new Date(systemClock.now()))
    await audit.append({ kind: 'passwordRenewed', by: null, objectIds: [memberId] })
  })
  await endSignIns(connection, endings, memberId)
  return password
}

/** Whoever was signed in by the old password has to sign in by the new one; a server that runs hears of it within a second. */
async function endSignIns(connection: Connection, endings: EndingStore, memberId: MemberId): Promise<void> {
  const sessions = connection.collection<{ readonly _id: string }>(SESSIONS_COLLECTION)
  for (const { _id } of await sessions.find({ 'session.memberId': memberId }).toArray()) {
    await sessions.deleteOne({ _id })
    await atomicallyOn(connection)(() => endings.note(_id, new Date(systemClock.now())))
  }
}

if (import.meta.main) {
  const loginName = oneWordOrExit('npm run password -- <ログイン名 / login name>')
  await runCommand(async () => {
    const password = await renewPassword(settingsOrExit(), loginName)
    console.log(
      '新しいパスワードです。本人に直接渡し、この画面を消してください。/ The new password; hand it over in person:',
    )
    console.log(password)
  })
}
