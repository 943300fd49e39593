import { expect, test } from 'vitest'
import { lostRight } from '#tests/support/faults/lostRight.ts'

test('[KS2] [KS9] S-05: of what is sent, in whatever guise, as the right is lost, by whoever is in or coming in, nothing is kept and nobody hears', async () => {
  const nothing = { survived: 0, heard: 0, kept: 0, isSameDocument: true }

  expect(await lostRight(1)).toEqual({ rounds: 1, guises: 11, ...nothing })
})
