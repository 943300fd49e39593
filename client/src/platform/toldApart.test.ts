import { expect, test } from 'vitest'
import { toldApart } from './toldApart.ts'

const told = (items: readonly string[]) =>
  toldApart(
    items,
    [(item) => item[0] ?? '', (item) => item[1] ?? '', (item) => item[2] ?? ''],
    (words, number) => `${words}#${number}`,
  )

test('[CF1.14] as much is said as tells one from the others, and what is alike in all is numbered', () => {
  expect(told(['a1x', 'b1x'])).toEqual(['a', 'b'])
  expect(told(['a1x', 'a2x', 'b1x'])).toEqual(['a1', 'a2', 'b'])
  expect(told(['a1x', 'a1y', 'a2x'])).toEqual(['a1x', 'a1y', 'a2'])
  expect(told(['a1x', 'a1x'])).toEqual(['a1x#1', 'a1x#2'])
})
