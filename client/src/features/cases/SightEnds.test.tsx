import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import { addDays, dayInJapan } from '#shared/core/time.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { stillClock } from '#tests/support/stillClock.ts'
import { SightEnds } from './SightEnds.tsx'

const today = dayInJapan(stillClock.now())

async function drawn(seenUntil?: PlainDate) {
  const theCase = { number: 'R08-001', callName: 'みずうみ', ...(seenUntil === undefined ? {} : { seenUntil }) }
  await drawScreen(<SightEnds theCase={theCase} />)
  return document.body.innerHTML
}

test('[AC2.17] that a case is seen no longer is said with its day and whom to tell, and more loudly from the day before', async () => {
  const far = await drawn(addDays(today, 7))
  await screen.findByText(/R08-001.*みずうみ.*を見られるのは令和8年12月1日\(火\)までです/)
  await screen.findByText(/コーディネーターに伝えてください/)
  const near = await drawn(addDays(today, 1))

  expect([far, near].map((page) => page.includes('border-warning'))).toEqual([false, true])
  await drawn()
  expect(screen.queryByText(/見られるのは/)).toBeNull()
})
