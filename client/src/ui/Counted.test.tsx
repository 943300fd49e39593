import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Counted } from './Counted.tsx'

test('[UI3.31] 第3回, a word in katakana and 会議 each stand whole in a title, which stays as it was written', () => {
  const { container } = render(<Counted text="第3回個別ケース会議" />)
  const whole = [...container.querySelectorAll('.whitespace-nowrap')].map(({ textContent }) => textContent)

  expect(whole).toEqual(['第3回', 'ケース', '会議'])
  expect(container.textContent).toBe('第3回個別ケース会議')
})
