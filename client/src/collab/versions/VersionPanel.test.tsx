import { fireEvent, screen, within } from '@testing-library/react'
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

const kept = { number: 1, kind: 'named', name: 'まとめ', madeAt: 0, madeBy: null, contributors: [] } as const
const RESTORED = { status: 200, body: { before: 2 } }

async function drawPanel() {
  const server = fakeServer({
    [`GET ${LIST}`]: { status: 200, body: { items: [kept], next: null, lastRead: null } },
    [`POST ${LIST}`]: { status: 201, body: kept },
    [`POST ${LIST}/1/restoration`]: RESTORED,
    [`POST ${LIST}/2/restoration`]: RESTORED,
  })
  await drawScreen(<VersionPanel documentId={DOCUMENT} differencePath="/difference" />, server)
  fireEvent.click(screen.getByRole('button', { name: '版' }))
  await screen.findByLabelText('版の名前')
  return server
}

test('[UI2.49] keeping a version without a name says what is lacking, and with one that it is kept', async () => {
  const server = await drawPanel()
  const field = screen.getByLabelText('版の名前')

  fireEvent.click(screen.getByRole('button', { name: '名前をつけて残す' }))
  await screen.findByText(/版の名前を入力してください。/)
  expect([document.activeElement, server.sent.map(({ line }) => line)]).toEqual([field, [`GET ${LIST}`]])

  fireEvent.change(field, { target: { value: 'まとめ' } })
  fireEvent.click(screen.getByRole('button', { name: '名前をつけて残す' }))
  await screen.findByText('「まとめ」という版を残しました。')
})

test('[UI2.50] going back to a version and undoing it are each said, and the keyboard stays in the panel', async () => {
  await drawPanel()

  fireEvent.click(screen.getByRole('button', { name: /^この版に戻す/ }))
  const dialog = await screen.findByRole('dialog')
  fireEvent.click(within(dialog).getByRole('button', { name: 'この版に戻す' }))
  await screen.findByText(/^第1版に戻しました。/)

  const undo = await screen.findByRole('button', { name: '取り消す' })
  undo.focus()
  fireEvent.click(undo)
  await screen.findByText('版を戻したことを取り消しました。')
  expect(document.activeElement).toBe(screen.getByRole('region', { name: '版' }))
})
