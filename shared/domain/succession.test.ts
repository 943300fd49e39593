import { expect, test } from 'vitest'
import { aMember } from '#shared/fixtures/builders.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { coversDay, type Member, officesOn } from './member.ts'
import { officesGone, officesTakenBack, succeededFrom } from './succession.ts'

const leaving = (given: Partial<Member> = {}) => aMember({ from: inDays(-400), ...given })

test('[CL3.1] the one who leaves stays until the day before, and who comes after has the rest of the term', () => {
  const ahead = succeededFrom(leaving({ until: inDays(300) }), inDays(30), TODAY)
  expect([ahead.left.until, ahead.taken.until]).toEqual([inDays(29), inDays(300)])

  const endless = succeededFrom(leaving(), inDays(1), TODAY)
  expect([endless.left.until, endless.taken.until]).toEqual([TODAY, null])
})

test('[CL3.1] from today on, or from a day that is past, the one who leaves is out at once; what ended before stays as it ended', () => {
  const untilOf = (member: Member, ahead: number) => {
    const { left, taken } = succeededFrom(member, inDays(ahead), TODAY)
    return [left.until, taken.until]
  }

  expect(untilOf(leaving(), 0)).toEqual([inDays(-1), null])
  expect(untilOf(leaving(), -20)).toEqual([inDays(-1), null])
  expect(untilOf(leaving({ until: inDays(-60) }), 5)).toEqual([inDays(-60), null])
  expect(untilOf(leaving({ from: inDays(10) }), 3)).toEqual([inDays(9), null])
})

test('[CL3.1] an office goes over for the rest of its time: nobody holds it twice, and on no day does nobody hold it', () => {
  const offices = [
    { office: 'viceChair', from: inDays(-400), until: inDays(-100) },
    { office: 'chair', from: inDays(-99), until: inDays(200) },
    { office: 'committee', from: inDays(60), until: null },
  ] as const
  const from = inDays(30)
  const { left, taken } = succeededFrom(leaving({ offices }), from, TODAY)

  for (let day = -120; day < 260; day += 1) {
    const before = officesOn({ offices }, inDays(day))
    const after = [...officesOn(left, inDays(day)), ...officesOn(taken, inDays(day))]
    expect([inDays(day), after.toSorted()]).toEqual([inDays(day), before.toSorted()])
  }
  expect(taken.offices.every((office) => office.from >= from)).toBe(true)
  expect(left.offices.some((office) => coversDay(office, from))).toBe(false)
})

test('[CL3.4] what went over comes back as it stood, whichever day it went on', () => {
  const offices = [
    { office: 'viceChair', from: inDays(-400), until: inDays(-100) },
    { office: 'chair', from: inDays(-99), until: inDays(200) },
    { office: 'secretariat', from: inDays(-99), until: null },
    { office: 'committee', from: inDays(60), until: null },
  ] as const

  for (const ahead of [-150, -99, 0, 30, 60, 61, 250]) {
    const { left, taken } = succeededFrom(leaving({ offices }), inDays(ahead), TODAY)
    const back = officesTakenBack(left, { from: inDays(ahead), offices: taken.offices })
    expect([ahead, new Set(back)]).toEqual([ahead, new Set(offices)])
  }
})

test('[CL3.13] which office went to whom is known to the last who had it, and it is free when they hold it no more', () => {
  const chair = { office: 'chair', from: inDays(-400), until: inDays(200) } as const
  const over = { office: 'committee', from: inDays(-400), until: inDays(-31) } as const
  const first = leaving({ offices: [chair, over] })
  const follow = (left: Member, number: number, from: number) => {
    const { left: rest, taken } = succeededFrom(left, inDays(from), TODAY)
    const came = aMember({ id: fixedId('member', number), from: inDays(from), ...taken, succeeds: left.id })
    return [{ ...left, ...rest }, came] as const
  }
  const [left, second] = follow(first, 2, -30)
  const [gone, third] = follow(second, 3, -10)
  const states = (...members: readonly Member[]) =>
    officesGone(left, members, TODAY).map(({ holder, state, back }) => [holder.id, state, back])
  const back = { office: 'chair', from: TODAY, until: inDays(200) }

  expect(states(left, gone, third)).toEqual([[third.id, 'held', back]])
  const ended = { ...third, until: inDays(-1) }
  expect(states(left, gone, ended)).toEqual([[third.id, 'free', back]])
  const cut = { ...third, offices: third.offices.map((held) => ({ ...held, until: inDays(-2) })) }
  expect(states(left, gone, cut)).toEqual([[third.id, 'free', { ...back, until: null }]])
  const other = aMember({ id: fixedId('member', 4), offices: [chair] })
  expect(states(left, gone, ended, other)).toEqual([[third.id, 'taken', back]])
  const anew = { ...left, offices: [...left.offices, { ...chair, from: inDays(-5) }] }
  expect([officesGone(anew, [anew, gone, ended], TODAY), officesGone(first, [first], TODAY)]).toEqual([[], []])
})
