import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '#shared/document/readBody.ts'
import { MAX_CHANGE_BYTES } from '#shared/protocol/limits.ts'
import { type CollabRig, memberNumber, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import type { Participant } from '#tests/support/participant.ts'
import { startTcpProxy, type TcpProxy } from '#tests/support/tcpProxy.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig
let network: TcpProxy
let page: NodePage
let other: Participant

beforeEach(async () => {
  rig = await startCollab()
  network = await startTcpProxy(Number(new URL(rig.doorOf(1).address).port))
  page = new NodePage({ ...rig.doorOf(1), address: `ws://127.0.0.1:${network.port}`, token: tokenOf(1) })
  other = rig.join(2)
  await Promise.all([page.opened(), other.settled()])
  page.type('朝の記録。')
  await page.saved()
  await other.reads('朝の記録。')
})
afterEach(async () => {
  page.leave()
  await network.stop()
  await rig.stop()
})

/** Eight hours of one sentence a minute; an edit each, without the hours. */
const SENTENCES = Array.from({ length: 480 }, (_, minute) => `${minute}分の文。`)

async function goOffline(): Promise<void> {
  network.cut()
  await until(() => rig.live.figures().sockets === 1, 'the page is away')
  for (const sentence of SENTENCES) page.type(sentence)
}

/** Another takes the morning's words out of their paragraph and puts them into one of their own above it. */
function moveTheMorning(): void {
  other.doc.transact(() => {
    other.erase('朝の記録。'.length)
    const above = new Y.XmlElement('paragraph')
    above.insert(0, [new Y.XmlText('移した朝の記録。')])
    const section = bodyOf(other.doc).get(0)
    if (section instanceof Y.XmlElement) section.insert(0, [above])
  })
}

test('[KS27] R-20: eight hours written offline and text that was moved meanwhile become one document without a word lost or doubled', async () => {
  await goOffline()
  moveTheMorning()
  await other.settled()

  network.mend()
  await page.saved()
  await other.reads(SENTENCES.at(-1) ?? '')
  await page.reads('移した朝の記録。')

  expect(other.text).toContain(`移した朝の記録。\n${SENTENCES.join('')}`)
  expect([page.text, other.text.match(/朝の記録/g)?.length]).toEqual([other.text, 1])
  const again = await rig.reopen()
  const reader = again.join(3)
  await reader.settled()
  expect(reader.text).toBe(other.text)
  await again.stop()
})

test('[KS27] R-20: what was written offline by one whose right has ended is kept nowhere; the page is told, and has it for its writer to copy, and nothing of others', async () => {
  await goOffline()
  other.type('他の人の言葉。')
  await other.settled()
  const appends = rig.live.figures().appends

  rig.access.verdicts.set(memberNumber(1), { right: 'read', seesNames: true })
  rig.revocation.raise()
  network.mend()
  await until(() => page.connection.state().ending !== null, 'the page is told')
  await other.roundTrip()

  expect([page.connection.state().ending, page.connection.state().hasUnsent]).toEqual(['accessEnded', true])
  expect(page.connection.unsentText()).toBe(SENTENCES.join(''))
  expect([rig.live.figures().appends - appends, other.text.includes('分の文')]).toEqual([0, false])
})

test('[LD5.27] after an afternoon offline, in which much was written and taken out again, a long paste is not too large', async () => {
  network.cut()
  await until(() => rig.live.figures().sockets === 1, 'the page is away')
  const words = '支援'.repeat(1_000)
  for (let times = 0; times < 100; times += 1) page.rewrite(words)

  expect(page.connection.hasRoomFor(MAX_CHANGE_BYTES / 2)).toBe(true)
  expect(page.connection.hasRoomFor(MAX_CHANGE_BYTES)).toBe(false)
})

test('[KS46] what was pasted offline and taken out again, however much, keeps nothing of what stayed from being saved', async () => {
  network.cut()
  await until(() => rig.live.figures().sockets === 1, 'the page is away')
  const pasted = 'x'.repeat(500_000)
  const hadRoom = [1, 2, 3].map(() => {
    const hasRoom = page.connection.hasRoomFor(pasted.length)
    page.rewrite(pasted)
    return hasRoom
  })
  page.type('午後の記録。')

  network.mend()
  await page.saved()

  expect([hadRoom, page.connection.state().ending]).toEqual([[true, true, true], null])
  await other.reads('午後の記録。')
})
