import { fireEvent, render } from '@testing-library/react'
import { useRef } from 'react'
import { expect, test } from 'vitest'
import { useFinding } from './useFinding.ts'

function Frame() {
  const frame = useRef<HTMLDivElement>(null)
  const { turn, open } = useFinding(frame, null)
  return (
    <div ref={frame}>
      <button type="button" onClick={open}>
        検索
      </button>
      {turn > 0 && (
        <search>
          <input aria-label="言葉" />
        </search>
      )}
    </div>
  )
}

test('[LD5.18] Escape closes the bar, and not where it takes back a conversion, of which Safari tells after it has ended', () => {
  const { getByText, getByLabelText, queryByLabelText } = render(<Frame />)
  fireEvent.click(getByText('検索'))
  fireEvent.keyDown(getByLabelText('言葉'), { key: 'Escape', keyCode: 229 })
  const isStillOpen = queryByLabelText('言葉') !== null
  fireEvent.keyDown(getByLabelText('言葉'), { key: 'Escape', keyCode: 27 })

  expect([isStillOpen, queryByLabelText('言葉')]).toEqual([true, null])
})
