import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { exportData } from '#scripts/exportData.ts'
import { importData } from '#scripts/importData.ts'
import { renewPassword } from '#scripts/newPassword.ts'
import { rightsPathOf } from '#server/app/rightsLedger.ts'
import { startServer } from '#server/app/startServer.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { configOf, folder, options } from '#tests/support/copies.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { replicaSetOfFile } from '#tests/support/replicaSetOfFile.ts'
import { until } from '#tests/support/until.ts'
import { demoVisitor, Visitor } from '#tests/support/visitor.ts'

const withoutMongod = isWithoutMongod()
const set = replicaSetOfFile()

/** What a ledger of rights knows of passwords. */
const passwordsIn = (ledger: string): string => ledger.slice(ledger.indexOf('"passwords"'))

const PASSWORD = 'みなとの朝はいつも静かです2026'

test.skipIf(withoutMongod)(
  '[AC6.40] also in a replica set nobody comes in by what had ended when an older copy is put there, though whoever put it there forgets to say so',
  async () => {
    const dir = folder()
    const environment = { MONGODB_URI: set().uri, KEY_FILE: join(dir, 'keys', 'master.key') }
    const [one, other] = ['one', 'other'].map((node) => configOf({ ...environment, DATA_DIR: join(dir, node) }))
    if (one === undefined || other === undefined) throw new Error('two nodes are meant')
    const today = dayInJapan(instant(Date.now()))
    const first = await startServer(one, options)
    const second = await startServer(other, options)
    const administrator = await demoVisitor(first.address, 'A')
    for (const letter of ['M', 'N', 'P']) {
      const account = { loginName: `${letter.toLowerCase()}-san`, password: PASSWORD }
      await administrator.post(`/api/members/${demoMemberId(letter)}/account`, account)
    }
    await exportData(one, join(dir, 'copy'), options.say)
    const ledger = () => readFileSync(rightsPathOf(other.dataDir), 'utf8')
    await administrator.post(`/api/members/${demoMemberId('M')}/ending`, { on: today })
    const marks = passwordsIn(ledger())
    await renewPassword(one, 'n-san')
    await first.stop()
    // By the other node alone: it has heard of both.
    await until(() => passwordsIn(ledger()) !== marks, 'the other node keeps the new password in its ledger')
    await second.stop()
    const client = await new MongoClient(set().uri).connect()
    await client.db('tsunagi').dropDatabase()
    await client.close()
    await importData(other, join(dir, 'copy'), options.say)

    const again = await startServer(other, options)
    const came = ['m-san', 'n-san', 'p-san'].map(
      async (name) => (await new Visitor(again.address).signIn(name, PASSWORD)).status,
    )
    const statuses = await Promise.all(came)
    await again.stop()

    expect(statuses).toEqual([401, 401, 200])
    expect(again.lines.join()).toContain('--restored を付けて')
  },
  120_000,
)
