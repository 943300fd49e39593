import { expect, test } from 'vitest'
import { CLOSE_CODES, closeReasonOf, isFinalClose } from './closeCodes.ts'

test('[LD1.3] a close that cannot be mended by connecting again is final, and only that', () => {
  const final = Object.values(CLOSE_CODES).filter(isFinalClose)

  expect(final).toEqual([4400, 4401, 4403, 4404, 4408, 4409, 4410, 1009])
  expect([1006, 1013, 4529, 4499].map(isFinalClose)).toEqual([false, false, false, true])
})

test('[LD1.3] every close code has one name, and others have none', () => {
  expect([4404, 4410, 1006].map(closeReasonOf)).toEqual(['notFound', 'generationChanged', null])
  expect(new Set(Object.values(CLOSE_CODES)).size).toBe(Object.keys(CLOSE_CODES).length)
})
