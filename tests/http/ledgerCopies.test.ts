import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { exportData } from '#scripts/exportData.ts'
import { importData } from '#scripts/importData.ts'
import { type RunningServer, startServer } from '#server/app/startServer.ts'
import type { Config } from '#server/platform/config.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { configOf, demoToCopy, folder, options } from '#tests/support/copies.ts'
import { demoVisitor, Visitor } from '#tests/support/visitor.ts'

const demo = demoToCopy()
const GIVEN = 'みなとの朝はいつも静かです2026'
const BASIS = demoBasisId('かもめ')
const LEDGERS = ['ended-bases.json', 'rights.json']
const today = dayInJapan(Date.now() as never)

interface Place {
  readonly config: Config
  /** Where the backups are: another disk. */
  readonly backups: string
}

function newPlace(): Place {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  demo.layAt(config)
  mkdirSync(join(dir, 'backups'))
  return { config, backups: join(dir, 'backups') }
}

async function during<Value>(config: Config, work: (server: RunningServer) => Promise<Value>, isRestored = false) {
  const server = await startServer(config, { ...options, isRestored })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function letIn({ address }: RunningServer): Promise<void> {
  const account = { loginName: 'm-san', password: GIVEN }
  await (await demoVisitor(address, 'A')).post(`/api/members/${demoMemberId('M')}/account`, account)
}

/** A membership ends, and a person withdraws. */
async function end({ address }: RunningServer): Promise<void> {
  await (await demoVisitor(address, 'A')).post(`/api/members/${demoMemberId('M')}/ending`, { on: today })
  await (await demoVisitor(address, 'B')).post(`/api/bases/${BASIS}/ending`, {})
}

/** A backup of before what ended, and one of after: `older.sqlite` and `newer.sqlite`. */
async function endedBetween({ config, backups }: Place): Promise<void> {
  await during(config, async (server) => {
    await letIn(server)
    await backUp(config, join(backups, 'older.sqlite'))
    await end(server)
    await backUp(config, join(backups, 'newer.sqlite'))
  })
}

/** The disk of the data is gone, and the older backup lies in an empty folder, with the copies of these ledgers. */
function lostAndPutBack({ config, backups }: Place, copies: readonly string[]): void {
  rmSync(config.dataDir, { recursive: true })
  mkdirSync(config.dataDir)
  cpSync(join(backups, 'older.sqlite'), join(config.dataDir, 'store.sqlite'))
  for (const name of copies) cpSync(join(backups, name), join(config.dataDir, name))
}

const copiesIn = ({ backups }: Place) => readdirSync(backups).filter((name) => name.endsWith('.json'))

/** Whether what ended is over: nobody comes in, and the basis has its end. */
async function isOver({ address }: RunningServer) {
  const { status } = await new Visitor(address).signIn('m-san', GIVEN)
  const { body } = await (await demoVisitor(address, 'B')).get(`/api/cases/${demoCaseId('かもめ')}`)
  const basis = body.bases.find((one: { readonly id: string }) => one.id === BASIS)
  return { comesIn: status === 200, endedOn: basis.endedOn }
}

test('[OP2.64] a backup has the ledgers beside it, closed to others, as they stand at that moment; of those that are not there it writes none', async () => {
  const place = newPlace()
  await endedBetween(place)

  expect(copiesIn(place)).toEqual(expect.arrayContaining(LEDGERS.map((name) => `newer.sqlite.${name}`)))
  for (const name of LEDGERS) {
    const copy = join(place.backups, `newer.sqlite.${name}`)
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(join(place.config.dataDir, name), 'utf8'))
    expect(statSync(copy).mode & 0o777).toBe(0o600)
  }
  for (const name of LEDGERS) rmSync(join(place.config.dataDir, name))
  await backUp(place.config, join(place.backups, 'without.sqlite'))
  expect(readdirSync(place.backups).filter((name) => name.startsWith('without'))).toEqual(['without.sqlite'])
}, 120_000)

test('[OP2.64] a backup by the name of one that was removed takes nothing away of what the ledgers beside it knew', async () => {
  const place = newPlace()
  await endedBetween(place)
  const copy = join(place.backups, 'newer.sqlite.rights.json')
  const known = readFileSync(copy, 'utf8')
  cpSync(join(place.backups, 'older.sqlite.rights.json'), join(place.config.dataDir, 'rights.json'))
  rmSync(join(place.backups, 'newer.sqlite'))

  await backUp(place.config, join(place.backups, 'newer.sqlite'))

  expect(readFileSync(copy, 'utf8')).toBe(known)
}, 120_000)

test('[OP2.65] with the folder of the data lost, an older backup and the copies of the ledgers open nothing that had ended before the newest of them, and the terminal says so', async () => {
  const place = newPlace()
  await endedBetween(place)
  lostAndPutBack(place, copiesIn(place))

  await during(place.config, async (server) => {
    expect(await isOver(server)).toEqual({ comesIn: false, endedOn: today })
    expect(server.lines.join()).toContain('権限台帳がなかったので、控えといっしょにあった写しから戻しました')
    expect(server.lines.join()).toContain('撤回・終了台帳がなかったので')
    expect(server.lines.join()).toContain('撤回・終了した根拠 1 件')
  })
  await during(place.config, async (server) => expect(server.lines).toEqual([]))
}, 120_000)

test('[OP2.65] without copies the terminal says where they would be; laid there, they count at the next start with the option', async () => {
  const place = newPlace()
  await endedBetween(place)
  lostAndPutBack(place, [])
  await during(place.config, async (server) => {
    expect((await isOver(server)).comesIn).toBe(true)
    expect(server.lines.join()).toContain('台帳が DATA_DIR に一つもありません')
  })
  for (const name of copiesIn(place)) cpSync(join(place.backups, name), join(place.config.dataDir, name))

  const again = async (server: RunningServer) => [await isOver(server), server.lines.join()] as const
  const [over, lines] = await during(place.config, again, true)

  expect(over).toEqual({ comesIn: false, endedOn: today })
  expect(lines).toContain('権限台帳に、控えといっしょにあった写しから、より新しいこと 1 件を書き足しました')
}, 120_000)

test('[OP2.66] a ledger that is newer than its copies is not written over by them, and one that cannot be read lets nobody in', async () => {
  const place = newPlace()
  await endedBetween(place)
  const own = LEDGERS.map((name) => readFileSync(join(place.config.dataDir, name), 'utf8'))
  lostAndPutBack(
    place,
    copiesIn(place).filter((name) => name.startsWith('older')),
  )
  for (const [at, name] of LEDGERS.entries()) writeFileSync(join(place.config.dataDir, name), own[at] ?? '')

  await during(place.config, async (server) => {
    expect((await isOver(server)).comesIn).toBe(false)
    expect(server.lines.join()).not.toContain('写し')
  })

  const damaged = join(place.config.dataDir, 'newer.sqlite.rights.json')
  writeFileSync(damaged, (own[1] ?? '').slice(0, -20))
  await expect(startServer(place.config, { ...options, isRestored: true })).rejects.toThrow(damaged)
}, 120_000)

test('[OP2.67] an export has the ledgers in it, and an import puts them beside the store without writing over what is newer', async () => {
  const place = newPlace()
  await endedBetween(place)
  const out = join(place.backups, 'out')
  await exportData(place.config, out, options.say)
  const known = readFileSync(join(out, 'rights.json'), 'utf8')
  rmSync(place.config.dataDir, { recursive: true })
  mkdirSync(place.config.dataDir)
  const newer = known.replace(/"epoch":\d+/, '"epoch":9999')
  writeFileSync(join(place.config.dataDir, 'rights.json'), newer)

  await importData(place.config, out, options.say)

  const laid = LEDGERS.map((name) => readFileSync(join(place.config.dataDir, name), 'utf8'))
  expect(laid).toEqual([readFileSync(join(out, 'ended-bases.json'), 'utf8'), newer])
}, 120_000)
