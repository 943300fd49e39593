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

/** `written`: how many letters were written since the version that one went back to. */
async function drawPanel(written = 0) {
  const size = { added: written, removed: 0, blocks: 0 }
  const state = { number: 1, kind: 'named', name: null, at: 0 }
  const difference = { status: 200, body: { from: state, to: state, readAt: null, size, blocks: [] } }
  const server = fakeServer({
    [`GET ${LIST}`]: { status: 200, body: { items: [kept], next: null, lastRead: null } },
    [`POST ${LIST}`]: { status: 201, body: kept },
    [`POST ${LIST}/1/restoration`]: RESTORED,
    [`POST ${LIST}/2/restoration`]: RESTORED,
    [`GET /api/documents/${DOCUMENT}/difference?from=1&to=now`]: difference,
    [`GET /api/documents/${DOCUMENT}/difference?from=2&to=now`]: difference,
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

test('[LD6.13] going back is not undone over what was written since before that was shown and said yes to', async () => {
  const server = await drawPanel(5)
  const undone = () => server.sent.some(({ line }) => line === `POST ${LIST}/2/restoration`)
  fireEvent.click(screen.getByRole('button', { name: /^この版に戻す/ }))
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'この版に戻す' }))
  fireEvent.click(await screen.findByRole('button', { name: '取り消す' }))

  const dialog = await screen.findByRole('dialog')
  within(dialog).getByText(/版に戻したあとに、書かれたことがあります/)
  expect(undone()).toBe(false)
  fireEvent.click(within(dialog).getByRole('button', { name: 'この版に戻す' }))
  await expect.poll(undone).toBe(true)
})
