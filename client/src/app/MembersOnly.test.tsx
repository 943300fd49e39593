import { fireEvent, screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MembersOnly } from './MembersOnly.tsx'

const signedInAs = (letter: 'B' | 'D') => ({
  council: { name: '県再犯防止推進会議', needsSetUp: false, isDemo: false },
  signedIn: {
    member: { id: demoMemberId(letter), name: `${letter}さん`, organisationName: '県', role: 'coordinator' },
  },
  csrfToken: letter,
})

test('[AC3.5] what one member has typed on a page is not left to the next who signs in there', async () => {
  const answers = { 'GET /api/session': { status: 200, body: signedInAs('B') } }
  const field = () => screen.getByRole<HTMLInputElement>('textbox').value
  await drawScreen(
    <Routes>
      <Route element={<MembersOnly />}>
        <Route path="*" element={<input />} />
      </Route>
    </Routes>,
    fakeServer(answers),
  )
  fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'Bさんの書きかけ' } })
  const typed = field()
  answers['GET /api/session'].body = signedInAs('D')
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))

  await expect.poll(field).toBe('')
  expect(typed).toBe('Bさんの書きかけ')
})
