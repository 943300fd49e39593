import { afterEach, expect, test, vi } from 'vitest'
import { startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import { startTcpProxy } from '#tests/support/tcpProxy.ts'
import { until } from '#tests/support/until.ts'

const HOUR_MS = 3_600_000

afterEach(() => void vi.useRealTimers())

test('[KS31] a page whose network swallows everything as its clock is put back lets go of the dead socket at once and goes on by a new one', async () => {
  const rig = await startCollab()
  const door = rig.doorOf(1)
  const proxy = await startTcpProxy(Number(new URL(door.address).port))
  const page = new NodePage({ ...door, address: `ws://127.0.0.1:${proxy.port}`, token: tokenOf(1) })
  await page.opened()
  page.type('家族と面談した。')
  await page.saved()

  proxy.stall()
  const saidAs = page.connection.state().connectionId
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - HOUR_MS })
  await until(() => page.connection.state().status === 'offline', 'the page takes its socket for dead')
  const isLetGo = !page.connection.provider.wsconnected
  vi.useRealTimers()
  proxy.cut()
  proxy.mend()
  await page.saved()

  expect([isLetGo, page.connection.state().connectionId === saidAs]).toEqual([true, false])
  page.leave()
  await rig.stop()
  await proxy.stop()
})
