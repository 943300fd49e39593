import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { Button } from './Button.tsx'
import { useStatus } from './StatusRegion.tsx'

/** Says what was done when it is pressed, with a way to take it back. */
function Act() {
  const status = useStatus()
  return (
    <main tabIndex={-1}>
      <Button onPress={() => status.say('出席にしました。', () => status.say('戻しました。'))}>出席</Button>
      <input aria-label="本文" />
    </main>
  )
}

/** As Enter does on the button that has the focus. */
function pressByKey(name: string): void {
  const button = screen.getByRole('button', { name })
  button.focus()
  fireEvent.click(button)
}

test('[UI2.32] by keyboard, taking back and closing leave the focus where the act was', async () => {
  await drawScreen(<Act />)
  pressByKey('出席')
  pressByKey('元に戻す')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: '出席' }))

  await screen.findByText('戻しました。')
  pressByKey('閉じる')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: '出席' }))
})

test('[UI2.32] a press of the mouse leaves the caret in what is written', async () => {
  await drawScreen(<Act />)
  pressByKey('出席')
  screen.getByLabelText('本文').focus()
  const close = screen.getByRole('button', { name: '閉じる' })
  // A browser moves the focus unless the press was prevented.
  if (fireEvent.mouseDown(close)) close.focus()
  fireEvent.click(close)
  expect(document.activeElement).toBe(screen.getByLabelText('本文'))
})

test('[UI2.32] the same words said once more are put into the live region anew', async () => {
  await drawScreen(<Act />)
  pressByKey('出席')
  const first = screen.getByText('出席にしました。')
  pressByKey('出席')
  expect(screen.getByText('出席にしました。')).not.toBe(first)
})
