import { expect, test } from 'vitest'
import { editorFuzz } from '#tests/support/editorFuzz.ts'

test('zz', () => {
  const bad: unknown[] = []
  const t = performance.now()
  let n = 0
  for (let seed = 40_000; performance.now() - t < 400_000; seed++) {
    n++
    try {
      const { isEqual, refused } = editorFuzz({ seed, acts: 60 + (seed % 5) * 60, isUndoing: true, isRewriting: true })
      if (!isEqual || refused.length) bad.push([seed, isEqual, refused])
    } catch (e) {
      bad.push([seed, String((e as Error).stack).slice(0, 400)])
    }
  }
  console.log(n, JSON.stringify(bad))
  expect(bad).toEqual([])
}, 600_000)
