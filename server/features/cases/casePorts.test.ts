import { expect, test } from 'vitest'
import { aBasis, aCase } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { knownCases } from './casePorts.ts'

test('[OP2.35] each of many cases has its own bases, in their order, and every basis was looked at once', () => {
  const cases = Array.from({ length: 300 }, (_, index) => ({ ...aCase(), id: fixedId('case', index + 1) }))
  let looks = 0
  const bases = cases.flatMap(({ id }, index) =>
    [1, 2].map((which) => ({
      ...aBasis(),
      id: fixedId('basis', index * 2 + which),
      get caseId() {
        looks += 1
        return id
      },
    })),
  )

  const known = knownCases(cases, bases)

  expect(looks).toBe(bases.length)
  const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)
  expect(known.map(({ facts }) => idsOf(facts.bases))).toEqual(
    cases.map((_, index) => [fixedId('basis', index * 2 + 1), fixedId('basis', index * 2 + 2)]),
  )
  expect(idsOf(known.map(({ theCase }) => theCase))).toEqual(idsOf(cases))
})
