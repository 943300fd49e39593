import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { renewPassword } from '#scripts/newPassword.ts'
import { startServer } from '#server/app/startServer.ts'
import { uriOfRunning } from '#server/embedded-store/startEmbeddedStore.ts'
import { readConfig } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { Visitor } from '#tests/support/visitor.ts'

const OLD = 'a long enough pass phrase'

async function councilOfOne() {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-lost-'))
  const read = readConfig({ PORT: '0', DATA_DIR: join(dir, 'data') }, dir)
  if (!read.ok) throw new Error('the settings of a test are good')
  const options = { log: silentLog, demo: null, isThrowAway: false, say: () => undefined, onStoreLost: () => undefined }
  const server = await startServer(read.config, options)
  onTestFinished(async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  const administrator = new Visitor(server.address)
  await administrator.readSession()
  const code = server.lines[0]?.split(': ').at(-1)
  const made = await administrator.post('/api/setup', {
    ...{ code, councilName: 'みほん協議会', organisationName: 'みほん町', organisationKana: 'みほんちょう' },
    ...{ name: 'Aさん', kana: 'えーさん', loginName: 'a-san', password: OLD },
  })
  return { config: read.config, server, administrator, memberId: made.body.signedIn.member.id }
}

test('[AC7.17] the only administrator, whose password is lost, gets another while the server runs; the old one and its sign-in are over', async () => {
  const { config, server, administrator, memberId } = await councilOfOne()
  const connection = await connectMongo(uriOfRunning(config.dataDir) ?? '')
  onTestFinished(() => connection.close())
  const session = await connection.collection('sessions').findOne({ 'session.memberId': memberId })
  const by = async (password: string) => {
    const visitor = new Visitor(server.address)
    await visitor.readSession()
    return (await visitor.signIn('a-san', password)).status
  }

  const renewed = await renewPassword(config, 'Ａ-San')

  expect((await administrator.readSession()).body.signedIn).toBeNull()
  expect([await by(OLD), await by(renewed)]).toEqual([401, 200])
  expect(renewed).toMatch(/^(?:[a-z2-9]{4}-){4}[a-z2-9]{4}$/)
  await expect(renewPassword(config, 'b-san')).rejects.toThrow('nobody signs in')
  const records = await connection.collection('auditRecords').find({ kind: 'passwordRenewed' }).toArray()
  expect(records).toMatchObject([{ byMemberId: null, objectIds: [memberId] }])
  // What closes the sockets of the sign-in at every node.
  expect(await connection.collection('endings').findOne({ sessionId: String(session?._id) })).not.toBeNull()
})
