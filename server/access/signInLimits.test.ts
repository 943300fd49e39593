import { expect, test } from 'vitest'
import { addressPrefix } from './signInLimits.ts'

test('[AC7.3] addresses of one subscriber are one neighbourhood, written in whatever way', () => {
  const prefixes = ['192.0.2.7', '192.0.2.200', '::ffff:192.0.2.9', '192.0.3.7'].map(addressPrefix)
  const long = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'].map(addressPrefix)

  expect(prefixes).toEqual(['192.0.2', '192.0.2', '192.0.2', '192.0.3'])
  expect([long[0] === long[1], long[0] === long[2]]).toEqual([true, false])
})
