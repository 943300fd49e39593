import { expect, test } from 'vitest'
import { startOfDay } from '#shared/core/time.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { ConnectionLimits, type SocketLimits } from './connectionLimits.ts'

const MEMBER = fixedId('member', 1)

const limitsOf = (limits: Partial<SocketLimits>) =>
  new ConnectionLimits(
    { ...{ perAddress: 100, perMember: 100, perDocument: 100 }, connecting: { perSecond: 1, atOnce: 100 }, ...limits },
    { now: () => startOfDay(TODAY) },
  )

test('[KS1] a place that is given back, however often, makes room for one and no more', () => {
  const limits = limitsOf({ perMember: 3 })
  const [first, , third] = [1, 2, 3].map(() => limits.takeMember(MEMBER))
  const whileFull = limits.takeMember(MEMBER)
  for (const giveBack of [first, first, third]) giveBack?.()

  const taken = [1, 2, 3].map(() => limits.takeMember(MEMBER) !== null)

  expect([whileFull, taken]).toEqual([null, [true, true, false]])
})

test('[KS1] one host of IPv4 and one network of IPv6 count as one, whatever they are written as', () => {
  const limits = limitsOf({ perAddress: 1 })
  const isTaken = (address: string) => limits.takeAddress(address, null) !== null

  expect(
    ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2', '2001:db8:0:1::5', '2001:DB8:0:1:9::', '2001:db8:0:2::5'].map(
      isTaken,
    ),
  ).toEqual([true, false, true, true, false, true])
})

test('[KS1] a crowd at one address that is not signed in keeps nobody from coming who is', () => {
  const limits = limitsOf({ connecting: { perSecond: 1, atOnce: 2 } })
  const isTaken = (signedId: string | null) => limits.takeAddress('192.0.2.1', signedId) !== null

  expect([isTaken(null), isTaken(null), isTaken(null), isTaken('one'), isTaken('other')]).toEqual([
    true,
    true,
    false,
    true,
    true,
  ])
})
