import { expect, test } from 'vitest'
import { shiftInto } from './caretLabelPlace.ts'

const editor = { left: 20, right: 370 }

test('[LD9.1] a name over a caret is moved by what would be outside, and never out at the other side', () => {
  expect(shiftInto(editor, 100, 200)).toBe(0)
  expect(shiftInto(editor, 300, 200)).toBe(130)
  expect(shiftInto(editor, 170, 200)).toBe(0)
  expect(shiftInto(editor, 60, 900)).toBe(40)
})
