import { expect, test } from 'vitest'
import { chooseSubprotocol, formatSubprotocol, parseSubprotocol } from './subprotocol.ts'

test('[LD1.4] schema and generation are read from the subprotocol, and nothing else is', () => {
  const spoken = { schemaVersion: 12, generation: 340 }

  expect(parseSubprotocol(formatSubprotocol(spoken))).toEqual(spoken)
  expect(
    ['tsunagi.v1', 'tsunagi.v1.g', 'tsunagi.v1.g1 ', 'tsunagi.v-1.g1', 'tsunagi.v1.g9999999999', 'Tsunagi.v1.g1'].map(
      parseSubprotocol,
    ),
  ).toEqual([null, null, null, null, null, null])
})

test('[LD1.4] the first offer that begins like ours is chosen, an outdated one too, so that the browser can be told why it is closed', () => {
  expect(chooseSubprotocol(['other', 'tsunagi.v0.g0', 'tsunagi.v1.g1'])).toBe('tsunagi.v0.g0')
  expect(chooseSubprotocol(['other', 'tsunagi.v2', 'tsunagi.v1.g1'])).toBe('tsunagi.v2')
  expect(chooseSubprotocol(['other'])).toBe(null)
})
