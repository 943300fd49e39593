import { cleanup, render } from '@testing-library/react'
import { I18nextProvider } from 'react-i18next'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { expect, test } from 'vitest'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { startWords, words } from '#client/platform/words.ts'
import { ErrorPage } from './ErrorPage.tsx'

async function drawFailure(failure: RequestFailure) {
  cleanup()
  if (!words.isInitialized) await startWords()
  const route = {
    path: '*',
    errorElement: <ErrorPage />,
    element: <></>,
    loader: () => {
      throw failure
    },
    HydrateFallback: () => null,
  }
  const { container, findByRole } = render(
    <I18nextProvider i18n={words}>
      <RouterProvider router={createMemoryRouter([route])} />
    </I18nextProvider>,
  )
  await findByRole('heading')
  return container.innerHTML
}

test('[UI2.10] what does not exist and what is not the reader’s look the same, to the letter', async () => {
  const absent = await drawFailure(new RequestFailure('notFound', {}, 'trc_1'))
  const foreign = await drawFailure(new RequestFailure('forbidden', { because: 'notOnTeam' }, 'trc_2'))

  expect(foreign).toBe(absent)
})

test('[UI2.10] a fault of ours shows the number to tell whoever helps', async () => {
  const page = await drawFailure(new RequestFailure('unexpected', {}, 'trc_01hz'))

  expect(page).toContain('trc_01hz')
})
