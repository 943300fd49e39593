import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CollabRig, memberNumber, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { NodePage, type PageDoor } from '#tests/support/nodePage.ts'
import { type ProxyManners, startProxy, type TestProxy } from '#tests/support/testProxy.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig
let proxy: TestProxy
let pages: NodePage[] = []

beforeEach(async () => {
  rig = await startCollab()
})
afterEach(async () => {
  for (const page of pages) page.leave()
  pages = []
  await proxy.stop()
  await rig.stop()
})

/** The n-th member's page behind a proxy of these manners. */
async function pageBehind(member: number, manners: Partial<ProxyManners>): Promise<NodePage> {
  proxy = await startProxy(Number(new URL(rig.doorOf(1).address).port), manners)
  return pageAt(member)
}

function pageAt(member: number): NodePage {
  const door: PageDoor = { ...rig.doorOf(member), address: `ws://127.0.0.1:${proxy.port}`, token: tokenOf(member) }
  const page = new NodePage(door)
  pages.push(page)
  return page
}

const newsOf = (page: NodePage) => page.connection.state().wayNews

test.each(['refuse', 'hang'] as const)(
  '[KS13] where a proxy answers an upgrade with a %s, the page goes by requests, says so, and saves as truly',
  async (upgrades) => {
    const page = await pageBehind(1, { upgrades })
    const other = rig.join(2)
    await Promise.all([page.opened(), other.settled()])

    page.type('経路の先から')
    await Promise.all([page.saved(), other.reads('経路の先から')])
    other.type('・返事')
    await Promise.all([page.reads('・返事'), other.settled()])

    // Where the way hangs, a first try may still be there for a moment.
    await until(() => rig.live.figures().overHttp === 1, 'one session goes by requests')
    expect([newsOf(page), page.text]).toEqual(['byHttp', other.text])
  },
)

test('[KS13] where sockets are cut by the clock, the page changes over without losing a word, and goes back when one lives', async () => {
  const page = await pageBehind(1, { cutSocketsAfterMs: 250 })
  const other = rig.join(2)
  await Promise.all([page.opened(), other.settled()])

  const typing = setInterval(() => page.type('字'), 20)
  await until(() => newsOf(page) === 'byHttp', 'the page goes by requests')
  await until(() => rig.live.figures().overHttp === 1, 'it has come by requests')
  proxy.manners.cutSocketsAfterMs = null
  await until(() => newsOf(page) === 'backOnSocket', 'the page is back on a socket')
  clearInterval(typing)
  await page.saved()
  await until(() => other.text === page.text, 'the other has every word')

  await until(() => rig.live.figures().overHttp === 0, 'the session by requests has ended')
  expect(newsOf(page)).toBe('backOnSocket')
})

test('[KS13] a socket that a proxy still cuts is not trusted again, and the session by requests goes on meanwhile', async () => {
  const page = await pageBehind(1, { upgrades: 'refuse' })
  await page.opened()
  const before = proxy.upgradeCount()

  proxy.manners.upgrades = 'pass'
  proxy.manners.cutSocketsAfterMs = 300
  await until(() => proxy.upgradeCount() > before, 'a socket is tried')
  page.type('試している間も')
  await page.saved()
  await until(() => rig.live.figures().sockets === 1, 'the trial socket was cut')

  expect([newsOf(page), rig.live.figures().overHttp]).toEqual(['byHttp', 1])
})

test('[KS13] answers lost on their way are asked for again, and nothing is taken twice or out of order', async () => {
  const page = await pageBehind(1, { upgrades: 'refuse' })
  const other = rig.join(2)
  await Promise.all([page.opened(), other.settled()])
  let count = 0
  proxy.manners.losesAnswer = () => ++count % 3 === 0

  for (let number = 0; number < 20; number++) {
    page.type(`${number}、`)
    await page.saved()
  }
  proxy.manners.losesAnswer = () => false
  await page.saved()
  await other.reads('19、')

  expect(other.text).toContain(Array.from({ length: 20 }, (_, number) => `${number}、`).join(''))
  expect(count).toBeGreaterThan(10)
})

test('[KS13] what was typed and is more than a socket takes goes by requests, in parts', async () => {
  const page = await pageBehind(1, {})
  const other = rig.join(2)
  await Promise.all([page.opened(), other.settled()])

  page.type('あ'.repeat(400_000))
  await Promise.all([page.saved(), until(() => other.text.length > 400_000, 'the other has it all')])

  const posts = proxy.requests.filter((line) => line.endsWith('/frames')).length
  expect([posts >= 3, page.connection.state().ending, other.text.length]).toEqual([true, null, page.text.length])
})

test('[KS9] without a socket too, whoever loses the right is out within a second and not a byte follows', async () => {
  const page = await pageBehind(3, { upgrades: 'refuse' })
  const writer = rig.join(2)
  await Promise.all([page.opened(), writer.settled()])
  await page.saved()
  rig.access.verdicts.set(memberNumber(3), { right: 'none' })

  const raisedAt = performance.now()
  rig.revocation.raise()
  writer.type('これは見えない')
  await until(() => page.connection.state().ending !== null, 'the page is told', 1_000)

  expect([page.connection.state().ending, performance.now() - raisedAt < 1_000]).toEqual(['accessEnded', true])
  await writer.settled()
  expect(page.text).not.toContain('見えない')
})
