import { expect, test } from 'vitest'
import { editorFuzz } from '#tests/support/editorFuzz.ts'
import { SEED } from '#tests/support/seededRandom.ts'

const ROUNDS = 3
const ACTS = 40

test(`[LD5.8] words typed and composed at random while both split, change and delete in the same lines are all there at both (SEED=${SEED})`, () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { isEqual, refused, lost, writtenCount } = editorFuzz({ seed: SEED + round, acts: ACTS })

    expect({ seed: SEED + round, isEqual, refused, lost }).toEqual({
      ...{ seed: SEED + round, isEqual: true },
      ...{ refused: [], lost: [] },
    })
    expect(writtenCount).toBeGreaterThan(5)
  }
})

test.each([
  ['makes lines something else, and the other tears them', [['make'], ['divide']]],
  ['tears lines, and the other makes them something else', [['divide'], ['make']]],
] as const)(
  `[LD5.8] no word stands twice, none is lost where one %s, at random (SEED=${SEED})`,
  (_who, lineActs) => {
    for (let round = 0; round < 4; round += 1) {
      const { isEqual, refused, lost, doubled } = editorFuzz({ seed: SEED + round, acts: 30, lineActs })

      expect({ seed: SEED + round, isEqual, refused, lost, doubled }).toEqual({
        ...{ seed: SEED + round, isEqual: true },
        ...{ refused: [], lost: [], doubled: [] },
      })
    }
  },
  60_000,
)

test(`[LD5.8] no word is lost where one tears and makes, and the other joins lines at random (SEED=${SEED})`, () => {
  for (let round = 0; round < 4; round += 1) {
    const kind = { seed: SEED + round, acts: 30, lineActs: [['divide', 'make'], ['join']] } as const
    const { isEqual, refused, lost } = editorFuzz(kind)

    expect({ seed: SEED + round, isEqual, refused, lost }).toEqual({
      ...{ seed: SEED + round, isEqual: true },
      ...{ refused: [], lost: [] },
    })
  }
})

test(`[LD5.12] two who write, undo and redo at random over a line that is cut and mended end with the same note, and the server takes all of it (SEED=${SEED})`, () => {
  for (let round = 0; round < 10; round += 1) {
    const { isEqual, refused } = editorFuzz({ seed: SEED + round, acts: 24, isUndoing: true })

    expect({ seed: SEED + round, isEqual, refused }).toEqual({ seed: SEED + round, isEqual: true, refused: [] })
  }
})

test(`[LD5.8] [LD5.19] [LD5.20] the same where they also write over whole passages, replace words everywhere, make tables, paste, and go back to versions (SEED=${SEED})`, () => {
  for (let round = 0; round < 6; round += 1) {
    const kind = { seed: SEED + round, acts: 30, isUndoing: true, isRewriting: true, isRestoring: true }
    const { isEqual, refused } = editorFuzz(kind)

    expect({ seed: SEED + round, isEqual, refused }).toEqual({ seed: SEED + round, isEqual: true, refused: [] })
  }
})

/** Here the caret of an undone step once lay beyond the end of a note that had become shorter. */
test.each([20261373])('[LD5.12] after undoing, the notes of seed %i are the same for both', (seed) => {
  expect(editorFuzz({ seed, acts: 24, isUndoing: true })).toMatchObject({ isEqual: true, refused: [] })
})

/** Here two lines had one heir: what was deleted in the one once took along what was written in the other, or had it pass for written already. */
test.each([
  [880029, 50],
  [5107, 45],
])('[LD5.65] no word that seed %i writes in a line that falls is lost where two lines go into one', (seed, acts) => {
  expect(editorFuzz({ seed, acts })).toMatchObject({ isEqual: true, refused: [], lost: [] })
})

/** Here Enter at the beginning of a line gave its block another id, unknown to whoever made the line something else: the words stood below and in what it was made. */
test.each([
  [71, [['make'], ['divide']]],
  [159, [['make'], ['divide']]],
  [271, [['divide'], ['make']]],
  [284, [['make'], ['divide']]],
] as const)(
  '[LD5.73] no word of seed %i stands twice where one presses Enter before lines, and the other makes them something else',
  (seed, lineActs) => {
    expect(editorFuzz({ seed, acts: 60, lineActs })).toMatchObject({
      isEqual: true,
      refused: [],
      lost: [],
      doubled: [],
    })
  },
)
