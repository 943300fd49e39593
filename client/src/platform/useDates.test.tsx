import { act, fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, onTestFinished, test } from 'vitest'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import type { PlainDate } from '#shared/core/time.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { useDates } from './useDates.ts'
import { changeLanguage } from './words.ts'

function DayForm({ isComing = false }: { readonly isComing?: boolean }) {
  const dates = useDates()
  const [text, setText] = useState('')
  return (
    <>
      <UnderstoodField
        label="開催日"
        value={text}
        onChange={setText}
        understand={isComing ? dates.understandComing : dates.understand}
      />
      <output aria-label="日">{(isComing ? dates.comingDayIn(text) : dates.dayIn(text)) ?? 'なし'}</output>
    </>
  )
}

async function type(text: string, isComing = false) {
  await drawScreen(<DayForm isComing={isComing} />)
  const field = screen.getByLabelText('開催日')
  fireEvent.change(field, { target: { value: text } })
  const described = (field.getAttribute('aria-describedby') ?? '').split(' ')
  return {
    day: screen.getByLabelText('日').textContent,
    said: described.map((id) => document.getElementById(id)?.textContent).join(''),
    isInvalid: field.getAttribute('aria-invalid') === 'true',
  }
}

test('[UI2.2] a date field says at once which day it read, in either calendar', async () => {
  const inEra = await type('Ｒ８．１２．４')
  const western = await type('2026/12/4')

  expect([inEra.day, western.day]).toEqual(['2026-12-04', '2026-12-04'])
  expect([inEra.said, western.said]).toEqual(Array(2).fill('令和8年12月4日(金) と読み取りました。'))
})

test('[UI2.2] an era counted on after its end is read, and the field says so', async () => {
  const { day, said } = await type('平成33年3月31日')

  expect([day, said]).toEqual([
    '2021-03-31',
    '令和3年3月31日(水) と読み取りました（書かれた元号は、その日には終わっています）。',
  ])
})

test('[UI1.5] a day to come is read without its year, and the field says which year it read', async () => {
  const [coming, any] = [await type('1月15日', true), await type('1月15日')]

  expect([coming.day, any.day]).toEqual(['2027-01-15', 'なし'])
  expect(coming.said).toContain('令和9年1月15日(金) と読み取りました。')
})

test('[UI2.2] a text that names no day is marked as wrong at the field, with what to write', async () => {
  const { day, said, isInvalid } = await type('来週の金曜')

  expect([day, isInvalid]).toEqual(['なし', true])
  expect(said).toContain('令和8年12月4日のように')
})

function Moment() {
  return <p>{useDates().moment(Date.parse('2026-12-03T15:05:00Z'))}</p>
}

test('[UI1.1] a moment is shown in Japan’s time whatever the machine’s zone', async () => {
  await drawScreen(<Moment />)

  expect(screen.getByText('令和8年12月4日(金) 0時05分')).toBeDefined()
})

function TypedDay() {
  const { typedDay, dayIn } = useDates()
  const text = typedDay('2027-03-31' as PlainDate)
  return <output aria-label="日">{`${text} ${dayIn(text)}`}</output>
}

test('[UI1.6] the day that stands in a field is one it reads, in both languages', async () => {
  onTestFinished(() => changeLanguage('ja'))
  await drawScreen(<TypedDay />)
  const shown = () => screen.getByLabelText('日').textContent
  expect(shown()).toBe('令和9年3月31日 2027-03-31')

  await act(() => changeLanguage('en'))

  expect(shown()).toBe('31 March 2027 2027-03-31')
})
