import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { VersionPanel } from './VersionPanel.tsx'

const DOCUMENT = fixedId('document', 1)
const LIST = `/api/documents/${DOCUMENT}/versions`

test('[UI2.3] a version’s name that is too long is marked at its field and not sent', async () => {
  const server = fakeServer({ [`GET ${LIST}`]: { status: 200, body: { items: [], next: null, lastRead: null } } })
  await drawScreen(<VersionPanel documentId={DOCUMENT} differencePath="/difference" />, server)
  fireEvent.click(screen.getByRole('button', { name: '版' }))
  const field = await screen.findByRole('textbox')

  fireEvent.change(field, { target: { value: 'あ'.repeat(61) } })
  fireEvent.submit(field)

  await screen.findByText(/60文字以内にしてください。/)
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(server.sent.map(({ line }) => line)).not.toContain(`POST ${LIST}`)
})
