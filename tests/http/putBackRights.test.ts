import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { renewPassword } from '#scripts/newPassword.ts'
import { type RunningServer, startServer } from '#server/app/startServer.ts'
import type { Config } from '#server/platform/config.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { configOf, demoToCopy, folder, options } from '#tests/support/copies.ts'
import { demoVisitor, Visitor } from '#tests/support/visitor.ts'

const demo = demoToCopy()
const GIVEN = 'みなとの朝はいつも静かです2026'
const OWN = '裏の畑の大根が今年はよく太った'
const today = dayInJapan(Date.now() as never)
const caseId = demoCaseId('かもめ')

interface Place {
  readonly config: Config
  readonly copy: string
}

function newPlace(): Place {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  demo.layAt(config)
  return { config, copy: join(dir, 'copy') }
}

const signIn = async ({ address }: RunningServer, name: string, password: string) => {
  const visitor = new Visitor(address)
  return { visitor, status: (await visitor.signIn(name, password)).status }
}

/** Some of the demo's people, who came on paper until now, come in by name and password. */
async function letIn({ address }: RunningServer, letters: readonly string[]): Promise<void> {
  const administrator = await demoVisitor(address, 'A')
  for (const letter of letters) {
    const account = { loginName: `${letter.toLowerCase()}-san`, password: GIVEN }
    await administrator.post(`/api/members/${demoMemberId(letter)}/account`, account)
  }
}

/** What was done before the backup, and after; then that backup lies in the place of the store. */
async function putBack(
  { config, copy }: Place,
  before: (server: RunningServer) => Promise<void>,
  after: (server: RunningServer) => Promise<void>,
): Promise<void> {
  const server = await startServer(config, options)
  await before(server)
  await backUp(config, copy)
  await after(server)
  await server.stop()
  cpSync(copy, join(config.dataDir, 'store.sqlite'))
}

async function during<Value>(config: Config, work: (server: RunningServer) => Promise<Value>): Promise<Value> {
  const server = await startServer(config, options)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

const memberOf = async (visitor: Visitor, letter: string) =>
  (await visitor.get('/api/members')).body.items.find((one: { readonly id: string }) => one.id === demoMemberId(letter))

const kindsIn = async (visitor: Visitor, kind: string): Promise<number> =>
  (await visitor.get('/api/audit-records')).body.items.filter((one: { readonly kind: string }) => one.kind === kind)
    .length

test('[AC6.33] whoever was ended, moved, or of an organisation that left after the backup does not come in when it is put back', async () => {
  const place = newPlace()
  const ended: number[] = []
  await putBack(
    place,
    (server) => letIn(server, ['M', 'N', 'P', 'R']),
    async ({ address }) => {
      const administrator = await demoVisitor(address, 'A')
      const acts = [
        administrator.post(`/api/members/${demoMemberId('M')}/ending`, { on: today }),
        administrator.send('PATCH', `/api/members/${demoMemberId('N')}/post`, { role: 'observer' }),
        administrator.send('PATCH', `/api/organisations/${demoOrganisationId('town')}`, { isMember: false }),
      ]
      for (const act of acts) ended.push((await act).status)
    },
  )

  await during(place.config, async (server) => {
    const came = ['m-san', 'n-san', 'r-san', 'p-san'].map(async (name) => (await signIn(server, name, GIVEN)).status)
    expect([ended, await Promise.all(came)]).toEqual([
      [200, 200, 200],
      [401, 401, 401, 200],
    ])
    expect(server.lines.join()).toContain('終わった任期・役職・担当を、3 件終わらせ直しました')
    expect(await kindsIn(await demoVisitor(server.address, 'G'), 'rightsReplayed')).toBe(3)
  })
}, 120_000)

test('[AC6.34] a password that was changed after the backup is not the old one again: that opens nothing, and whoever run the server give another', async () => {
  const place = newPlace()
  await putBack(
    place,
    (server) => letIn(server, ['M', 'N', 'P']),
    async (server) => {
      const { visitor } = await signIn(server, 'm-san', GIVEN)
      await visitor.post('/api/own-password', { current: GIVEN, password: OWN })
      await server.stop()
      await renewPassword(place.config, 'n-san')
    },
  )

  await during(place.config, async (server) => {
    const came = [await signIn(server, 'm-san', GIVEN), await signIn(server, 'n-san', GIVEN)]
    expect([came.map(({ status }) => status), (await signIn(server, 'p-san', GIVEN)).status]).toEqual([[401, 401], 200])
    expect(server.lines.join()).toContain('パスワードを変えた 2 人は、前のパスワードでは入れません')
    const given = await renewPassword(place.config, 'm-san')
    expect((await signIn(server, 'm-san', given)).status).toBe(200)
  })
}, 120_000)

test('[AC6.35] a place on a team, a category of it and an office that ended after the backup do not open again when it is put back', async () => {
  const place = newPlace()
  const welfare = { organisationId: demoOrganisationId('welfare'), memberId: null, from: today, until: null }
  const hospital = { ...welfare, organisationId: demoOrganisationId('hospital') }
  const office = { office: 'deputy', from: today, until: null }
  await putBack(
    place,
    async ({ address }) => {
      const coordinator = await demoVisitor(address, 'B')
      for (const one of [welfare, hospital])
        await coordinator.post(`/api/cases/${caseId}/team`, { ...one, categories: ['basic', 'health'] })
      const offices = { removed: [], added: [office] }
      await (await demoVisitor(address, 'A')).send('PATCH', `/api/members/${demoMemberId('M')}/post`, { offices })
    },
    async ({ address }) => {
      const coordinator = await demoVisitor(address, 'B')
      await coordinator.post(`/api/cases/${caseId}/team/${welfare.organisationId}/ending`, {
        memberId: null,
        on: today,
      })
      await coordinator.post(`/api/cases/${caseId}/team`, { ...hospital, categories: ['basic'] })
      const offices = { removed: [office], added: [] }
      await (await demoVisitor(address, 'A')).send('PATCH', `/api/members/${demoMemberId('M')}/post`, { offices })
    },
  )

  await during(place.config, async ({ address }) => {
    const coordinator = await demoVisitor(address, 'B')
    const { team } = (await coordinator.get(`/api/cases/${caseId}`)).body
    const placeOf = (id: string) =>
      team.find((one: { readonly organisation: { readonly id: string } }) => one.organisation.id === id)
    expect(placeOf(welfare.organisationId).until < today).toBe(true)
    expect(placeOf(hospital.organisationId).categories).toEqual(['basic'])
    const { offices } = await memberOf(coordinator, 'M')
    expect(offices.filter((one: { readonly from: string }) => one.from === today)).toEqual([])
  })
}, 120_000)

test('[AC6.36] nothing is given by the ledger, and it takes nothing a second time: what an administrator gives back after the start stays', async () => {
  const place = newPlace()
  await putBack(
    place,
    (server) => letIn(server, ['M']),
    async ({ address }) => {
      const administrator = await demoVisitor(address, 'A')
      await administrator.post(`/api/members/${demoMemberId('M')}/ending`, { on: today })
      await administrator.send('PATCH', `/api/members/${demoMemberId('N')}/post`, { role: 'coordinator' })
    },
  )

  await during(place.config, async ({ address }) => {
    const administrator = await demoVisitor(address, 'A')
    expect((await memberOf(administrator, 'N')).role).toBe('staff')
    const { until } = await memberOf(administrator, 'M')
    const path = `/api/members/${demoMemberId('M')}/restoration`
    expect((await administrator.post(path, { until: null, shown: until })).status).toBe(200)
  })
  await during(place.config, async (server) => {
    expect(server.lines).toEqual([])
    expect((await signIn(server, 'm-san', GIVEN)).status).toBe(200)
  })
}, 120_000)

test('[AC6.37] where every administrator of the backup is one no more they stay, and none comes in before whoever run the server give a password', async () => {
  const place = newPlace()
  const account = (loginName: string) => ({ account: { loginName, password: GIVEN } })
  const administrator = {
    organisationId: demoOrganisationId('city'),
    role: 'administrator',
    volunteerKind: null,
    from: today,
  }
  const added = async (by: Visitor, loginName: string): Promise<string> =>
    (await by.post('/api/members', { ...administrator, ...account(loginName), name: 'Xさん', kana: 'えっくすさん' }))
      .body.id
  let first = ''
  await putBack(
    place,
    async (server) => {
      const demoOne = await demoVisitor(server.address, 'A')
      first = await added(demoOne, 'x-san')
      const { visitor } = await signIn(server, 'x-san', GIVEN)
      await visitor.post(`/api/members/${demoMemberId('A')}/ending`, { on: today })
    },
    async (server) => {
      await added((await signIn(server, 'x-san', GIVEN)).visitor, 'y-san')
      const { visitor } = await signIn(server, 'y-san', GIVEN)
      await visitor.post(`/api/members/${first}/ending`, { on: today })
    },
  )

  await during(place.config, async (server) => {
    expect((await signIn(server, 'x-san', GIVEN)).status).toBe(401)
    expect(server.lines.join()).toContain('管理者が一人も残らない')
    const given = await renewPassword(place.config, 'x-san')
    const { visitor } = await signIn(server, 'x-san', given)
    expect((await visitor.post(`/api/members/${demoMemberId('M')}/ending`, { on: today })).status).toBe(200)
  })
}, 120_000)

test('[AC6.38] a plain copy of an older data file is known by the ledger as put back: no sign-in goes on', async () => {
  const { config, copy } = newPlace()
  const server = await startServer(config, options)
  const visitor = await demoVisitor(server.address, 'B')
  await server.stop()
  mkdirSync(copy)
  cpSync(join(config.dataDir, 'store.sqlite'), join(copy, 'store.sqlite'))
  await during(config, async ({ address }) => {
    await (await demoVisitor(address, 'A')).post(`/api/members/${demoMemberId('M')}/ending`, { on: today })
  })
  cpSync(join(copy, 'store.sqlite'), join(config.dataDir, 'store.sqlite'))

  await during(config, async (again) => {
    const late = new Visitor(again.address)
    late.cookie = visitor.cookie
    expect((await late.readSession()).body.signedIn).toBeNull()
    expect(again.lines[1]).toMatch(/文書 [1-9]\d* 件/)
    expect((await memberOf(await demoVisitor(again.address, 'B'), 'M')).until).not.toBeNull()
  })
}, 120_000)

test('[AC6.39] a ledger of rights that is damaged, empty or no file keeps the server from starting, and one of another council is nobody’s business', async () => {
  const { config } = newPlace()
  const ledger = join(config.dataDir, 'rights.json')
  const whole = readFileSync(ledger, 'utf8')
  for (const broken of [whole.slice(0, -9), '', '{}', 'null']) {
    writeFileSync(ledger, broken)
    await expect(startServer(config, options)).rejects.toThrow('権限台帳')
  }
  const other = whole
    .replaceAll(/"cou_[0-9a-z]{26}"/g, `"cou_${'0'.repeat(26)}"`)
    .replace(/"epoch": \d+/, '"epoch": 9999')
  writeFileSync(ledger, other)

  await during(config, async (server) => expect(server.lines).toEqual([]))
}, 120_000)
