import { expect, test } from 'vitest'
import { aMember } from '#shared/fixtures/builders.ts'
import { fixedId, inDays } from '#shared/fixtures/days.ts'
import { asBeforeReturn, backFrom } from './laterTerm.ts'
import { officesOn, organisationOn } from './member.ts'
import { comesAfter } from './succession.ts'

const [CITY, PRISON, HOSPITAL] = [1, 2, 3].map((number) => fixedId('organisation', number)) as [
  ...[ReturnType<typeof fixedId<'organisation'>>, ReturnType<typeof fixedId<'organisation'>>],
  ReturnType<typeof fixedId<'organisation'>>,
]
const left = aMember({
  ...{ organisationId: PRISON, from: inDays(-900), until: inDays(-400), succeeds: fixedId('member', 9) },
  offices: [{ office: 'chair', from: inDays(-900), until: null }],
  formerSeats: [{ organisationId: CITY, until: inDays(-700) }],
})
const term = {
  organisationId: HOSPITAL,
  role: 'staff',
  volunteerKind: null,
  from: inDays(0),
  until: inDays(700),
} as const

test('[CL3.5] who comes back has a term of its own, and for every day of the earlier one the organisation of then', () => {
  const back = backFrom(left, inDays(-400), term)

  expect([back.id, back.from, back.until, back.role]).toEqual([left.id, inDays(0), inDays(700), 'staff'])
  expect([-800, -500, -1, 0].map((day) => organisationOn(back, inDays(day)))).toEqual([CITY, PRISON, PRISON, HOSPITAL])
  expect(back.earlierTerms).toMatchObject([
    { from: inDays(-900), until: inDays(-400), role: 'coordinator', offices: left.offices, succeeds: left.succeeds },
  ])
})

test('[CL3.6] no office goes along, however long it was to last', () => {
  const back = backFrom(left, inDays(-400), term)

  expect([officesOn(back, inDays(0)), officesOn(back, inDays(-500))]).toEqual([[], []])
})

test('[CL3.7] what was before a return comes back as it stood, after a first and after a second', () => {
  const once = backFrom(left, inDays(-400), { ...term, until: inDays(100) })
  const twice = backFrom(once, inDays(100), { ...term, organisationId: CITY, from: inDays(200) })

  expect(asBeforeReturn(twice)).toEqual(once)
  expect(asBeforeReturn(once)).toEqual(left)
  expect(asBeforeReturn(left)).toBeNull()
  const { formerSeats: _, ...neverMoved } = left
  expect(asBeforeReturn(backFrom(neverMoved, inDays(-400), term))).toEqual(neverMoved)
})

test('[CL3.8] who came after an earlier term has nothing of the new one, nor has who comes back of whom they came after', () => {
  const back = backFrom(left, inDays(-400), term)
  const after = (from: number) => ({ succeeds: left.id, from: inDays(from) })

  expect([comesAfter(after(-399), left), comesAfter(after(0), back), comesAfter(after(300), back)]).toEqual([
    ...[true, false, true],
  ])
  expect(back.succeeds).toBeUndefined()
})
