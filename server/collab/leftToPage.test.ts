import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import type { FallenWords } from './fallenWords.ts'
import { LeftToPage } from './leftToPage.ts'

const AUTHOR = 7
const WORDS: FallenWords = { author: AUTHOR, lost: [], unnamed: Y.createDeleteSet() }

/** What is told as uncarried at each second: `clocks` and `here` say how much the author has written, and whether their page is here. */
function toldAtEachSecond(clocks: readonly number[], here: string): readonly number[] {
  const left = new LeftToPage()
  left.note(WORDS, 4)
  return clocks.map(
    (clock, second) =>
      left.uncarried({
        now: instant(second * 1_000),
        clockOf: () => clock,
        isAway: () => here[second] !== 'h',
      }).length,
  )
}

test('[LD5.83] words that were left to a page are told of once when it has been gone for three seconds and had written nothing', () => {
  expect(toldAtEachSecond([4, 4, 4, 4, 4, 4], 'h-----')).toEqual([0, 0, 0, 0, 1, 0])
})

test('[LD5.83] a page that comes back in time, or has written since, carries them itself', () => {
  expect(toldAtEachSecond([4, 4, 4, 4, 4, 4], '--h---')).toEqual([0, 0, 0, 0, 0, 0])
  expect(toldAtEachSecond([4, 6, 6, 6, 6, 6], 'hh----')).toEqual([0, 0, 0, 0, 0, 0])
})

test('[LD5.83] words of a page that is gone wait for no clock that was put back meanwhile', () => {
  const left = new LeftToPage()
  left.note(WORDS, 4)
  const toldAt = (now: number) => left.uncarried({ now: instant(now), clockOf: () => 4, isAway: () => true }).length

  expect([toldAt(7_200_000), toldAt(3_600_000)]).toEqual([0, 1])
})
