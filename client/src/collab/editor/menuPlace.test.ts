import { expect, test } from 'vitest'
import { menuPlace } from './menuPlace.ts'

const WINDOW = { width: 390, height: 700 }

test('[LD9.6] the menu stands under the caret, over it where there is no room, and within the window at every edge', () => {
  const at = (top: number, left = 20) => menuPlace({ left, top, bottom: top + 24 }, WINDOW)

  expect(at(100)).toEqual({ left: 20, maxHeight: 320, top: 130 })
  expect(at(470)).toEqual({ left: 20, maxHeight: 194, top: 500 })
  expect(at(500)).toEqual({ left: 20, maxHeight: 320, bottom: 'calc(100% - 494px)' })
  expect(at(100, 380).left).toBe(96)
  expect(menuPlace({ left: 20, top: 90, bottom: 114 }, { width: 390, height: 240 })).toMatchObject({ maxHeight: 114 })
})
