import { afterAll, beforeAll, expect, test } from 'vitest'
import { mongoVerifications } from '#server/features/audit/seal/verifications.mongo.ts'
import { dayInJapan, instant, type PlainDate } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId, demoCases } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const CASE = demoCaseId('かもめ')
const CONFERENCE = fixedId('conference', 1)
const today = dayInJapan(instant(Date.now()))
const NUMBER = demoCases(today)[0]?.number ?? ''

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  const [coordinator, staff, outsider] = [await server.as('B'), await server.as('D'), await server.as('A')]
  await coordinator.get(`/api/cases/${CASE}`)
  await staff.get(`/api/conferences/${CONFERENCE}`)
  await outsider.get(`/api/cases/${CASE}`)
  const attendance = `/api/conferences/${CONFERENCE}/attendance/${demoMemberId('I')}`
  await coordinator.send('PUT', attendance, { state: 'late' })
  await server.visitor().signIn('nobody', 'not anybody’s password')
})
afterAll(() => server.close())

interface Line {
  readonly kind: string
  readonly by: string | null
  readonly objectIds: readonly string[]
}

const readAs = async (letter: string, query: string) => (await server.as(letter)).get(`/api/audit-records?${query}`)
const linesOf = async (query: string): Promise<readonly Line[]> => (await readAs('G', query)).body.items
const kindsBy = (lines: readonly Line[], letter: string) =>
  lines.filter(({ by }) => by === demoMemberId(letter)).map(({ kind }) => kind)

test('[AC6.14] an auditor finds who saw and changed what of a case, its conferences and notes, by its number, with names and without content', async () => {
  const { body, text } = await readAs('G', `caseNumber=${NUMBER.toLowerCase()}`)

  expect(kindsBy(body.items, 'B')).toEqual(['attendanceRecorded', 'caseRead'])
  expect(kindsBy(body.items, 'D')).toEqual(['conferenceRead'])
  expect(kindsBy(body.items, 'A')).toEqual(['accessRefused'])
  expect(body.things[demoMemberId('D')]).toMatchObject({ kind: 'member', name: 'Dさん' })
  expect(body.things[CASE]).toEqual({ kind: 'case', number: NUMBER })
  expect(body.things[CONFERENCE]).toMatchObject({ kind: 'conference', number: NUMBER, startsAt: expect.any(Number) })
  expect(text).not.toMatch(/かもめ|個別ケース会議|みなと市役所/)
})

test('[AC6.45] an auditor is told what the last night’s verification of the whole trail came to, and nobody else', async () => {
  expect((await readAs('G', '')).body.verified).toBeNull()
  const [nights, night] = [mongoVerifications(server.connection), '2026-11-24' as PlainDate]
  const verified = { at: 1_764_000_000_000, count: 812, faults: [{ kind: 'edited' as const, count: 2 }], outside: null }
  await nights.claim(night, { holder: 'this node', now: 1, until: 2 })
  await nights.keep(night, 'another', { ...verified, faults: [] })
  await nights.keep(night, 'this node', verified)

  expect((await readAs('G', '')).body.verified).toEqual(verified)
  expect((await readAs('B', '')).status).toBe(403)
})

test('[AC6.14] a basis that a conference is put on is named by its kind and its beginning', async () => {
  const coordinator = await server.as('B')
  const [before, path] = [demoBasisId('しらかば'), `/api/cases/${demoCaseId('しらかば')}`]
  const basesNow = async () => (await coordinator.get(path)).body.bases
  const [{ kind, discloser, recipients, categories }] = await basesNow()
  const recipientIds = recipients.map(({ id }: { readonly id: string }) => id)
  const said = {
    kind,
    consent: WRITTEN_CONSENT,
    discloserId: discloser.id,
    recipientIds,
    categories,
    from: today,
    until: null,
  }
  await coordinator.post(`${path}/bases`, said)
  const basisId = (await basesNow()).map(({ id }: { readonly id: string }) => id).find((id: string) => id !== before)
  await coordinator.send('PUT', `/api/conferences/${fixedId('conference', 2)}/basis`, { basisId, shown: before })

  const { items, things } = (await readAs('G', 'group=changed')).body
  const replaced = items.find((line: Line) => line.kind === 'conferenceBasisReplaced')
  expect(replaced.changes).toEqual([{ field: 'basisId', from: JSON.stringify(before), to: JSON.stringify(basisId) }])
  expect(things[before].basisKind).toBe(kind)
  expect(things[basisId]).toEqual({ kind: 'basis', basisKind: kind, from: today })
})

test('[AC6.32] who was refused to end a basis is found by the number of its case', async () => {
  const refused = await (await server.as('F')).post(`/api/bases/${demoBasisId('かもめ')}/ending`, {})

  expect(refused.status).toBeGreaterThanOrEqual(403)
  expect(kindsBy(await linesOf(`caseNumber=${NUMBER}`), 'F')).toEqual(['accessRefused'])
})

test('[AC6.14] by a person, by days and by kind it is narrowed; of a number that there is not there is nothing', async () => {
  const ofD = await linesOf(`memberId=${demoMemberId('D')}`)
  expect(kindsBy(ofD, 'D')).toEqual(['conferenceRead', 'signIn'])
  // That the auditor looks for D is about D, too.
  expect([...kindsBy(ofD, 'D'), ...kindsBy(ofD, 'G')]).toHaveLength(ofD.length)
  const ofI = await linesOf(`memberId=${demoMemberId('I')}`)
  expect(ofI.map(({ kind }) => kind)).toContain('attendanceRecorded')
  expect(kindsBy(await linesOf('group=refused'), 'A')).toEqual(['accessRefused'])
  expect(await linesOf('until=2020-01-01')).toEqual([])
  expect((await linesOf(`from=${today}&until=${today}`)).length).toBeGreaterThan(5)
  expect(await linesOf('caseNumber=R01-999')).toEqual([])
  expect((await readAs('G', 'after=1')).status).toBe(400)
})

test('[AC6.14] a long trail is read part by part, newest first, none twice and none left out, also of one moment', async () => {
  for (let nth = 0; nth < 250; nth += 1)
    await server.audit.append({ kind: 'versionNamed', by: demoMemberId('B'), objectIds: [`nth ${nth}`] })
  const seen: string[] = []
  let after = ''
  do {
    const { body } = await readAs('G', `memberId=${demoMemberId('B')}${after}`)
    seen.push(...body.items.flatMap(({ objectIds }: Line) => objectIds.filter((id) => id.startsWith('nth'))))
    after = body.next === null ? '' : `&after=${body.next}`
  } while (after !== '')

  expect(seen).toEqual(Array.from({ length: 250 }, (_, nth) => `nth ${249 - nth}`))
})

test('[AC6.14] nobody else reads it, and that an auditor did is in it', async () => {
  for (const letter of ['A', 'B', 'C', 'D', 'E', 'F']) expect((await readAs(letter, '')).status).toBe(403)
  await readAs('G', `caseNumber=${NUMBER}`)
  const own = await linesOf(`memberId=${demoMemberId('G')}&group=seen`)

  expect(own.every(({ kind }) => kind === 'auditRead')).toBe(true)
  expect(own.some(({ objectIds }) => objectIds.includes(CASE))).toBe(true)
})
