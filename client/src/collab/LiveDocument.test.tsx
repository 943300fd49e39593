import { act, fireEvent, screen, within } from '@testing-library/react'
import type { TiptapEditorHTMLElement } from '@tiptap/core'
import { Link } from 'react-router'
import { expect, onTestFinished, test, vi } from 'vitest'
import { words } from '#client/platform/words.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { CLOSE_CODES, type CloseCode } from '#shared/protocol/closeCodes.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ForeignSocket } from '#tests/support/foreignSocket.ts'
import { LiveDocument } from './LiveDocument.tsx'

const WORDS = '家族と面談した。'

/** A note that was read anew after the words were typed: says what passes, and how often the page was told that there is nothing left. */
async function noteReadAnew() {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', ForeignSocket)
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const view = { status: 200, body: { schemaVersion: SCHEMA_VERSION, generation: 1 } }
  const onEnded = vi.fn()
  await drawScreen(
    <>
      <Link to="/elsewhere">別のページ</Link>
      <LiveDocument documentId="doc_1" memberId={undefined} title="会議メモ" differencePath="/" onEnded={onEnded} />
    </>,
    fakeServer({ 'GET /api/documents/doc_1': view }),
  )
  const pass = async (steps: number) => {
    for (let step = 0; step < steps; step++) await act(() => vi.advanceTimersByTimeAsync(50))
  }
  const endBy = async (code: CloseCode) => {
    await act(async () => ForeignSocket.last?.onclose?.({ code }))
    await pass(4)
  }
  await pass(4)
  const type = async (words: string) => {
    const text = document.querySelector<TiptapEditorHTMLElement>('.ProseMirror')
    await act(async () => text?.editor?.commands.insertContent(words))
    await pass(60)
  }
  await type(WORDS)
  screen.getByText('この文書を読み直しました')
  const leave = async () => {
    fireEvent.click(screen.getByRole('link', { name: '別のページ' }))
    await pass(4)
  }
  return { endBy, leave, type, onEnded }
}

test('[LD5.45] words of a replica that was thrown away are kept when the document then begins anew', async () => {
  const { endBy } = await noteReadAnew()

  await endBy(CLOSE_CODES.generationChanged)

  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe(WORDS)
})

test('[LD5.45] words of a replica that was thrown away are kept when the right to the document then ends', async () => {
  const { endBy, onEnded } = await noteReadAnew()

  await endBy(CLOSE_CODES.accessEnded)

  expect(screen.queryByText('この文書を読み直しました')).not.toBe(null)
  expect(onEnded).not.toHaveBeenCalled()
})

/** True when the browser would ask before the tab closes. */
const isAskedOnClosing = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

test('[LD5.53] closing the page is asked about while it shows words of a replica that was thrown away', async () => {
  await noteReadAnew()

  expect(isAskedOnClosing()).toBe(true)
})

test('[LD5.53] leaving for another page is asked about while words of a thrown-away replica stand here, and the question gives them', async () => {
  const { leave } = await noteReadAnew()

  await leave()

  expect(within(screen.getByRole('dialog')).queryByRole('button', { name: '未送信の文を写す' })).not.toBe(null)
})

test('[LD5.62] each button of the question before leaving says what becomes of the words, in both languages', async () => {
  const { leave } = await noteReadAnew()
  onTestFinished(async () => void (await words.changeLanguage('ja')))
  const buttons = () =>
    within(screen.getByRole('dialog'))
      .getAllByRole('button')
      .map(({ textContent }) => textContent)
  await leave()
  const inJapanese = buttons()
  await act(async () => void (await words.changeLanguage('en')))

  expect(inJapanese).toEqual(expect.arrayContaining(['失わずに、このページにとどまる', '失われてもよいので移動する']))
  expect(buttons()).toEqual(expect.arrayContaining(['Stay and lose nothing', 'Leave and lose it']))
})

test('[LD5.58] words of a thrown-away replica are put away once they are copied: nothing asks about them any more, and the note stays open', async () => {
  const { leave } = await noteReadAnew()
  const opened = ForeignSocket.last

  fireEvent.click(screen.getByRole('button', { name: '写し終えた' }))
  const shown = screen.queryByText('この文書を読み直しました')
  const isAsked = isAskedOnClosing()
  await leave()

  expect([shown, isAsked, screen.queryByRole('dialog')]).toEqual([null, false, null])
  expect(ForeignSocket.last).toBe(opened)
})

test('[LD5.58] words that were put away do not come back with those of the next replica that is thrown away', async () => {
  const { type } = await noteReadAnew()
  fireEvent.click(screen.getByRole('button', { name: '写し終えた' }))

  await type('次の文')
  const copied = vi.fn()
  vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => copied(text) } })
  fireEvent.click(screen.getByRole('button', { name: 'この画面で入力した文を写す' }))

  expect(copied).toHaveBeenCalledWith('次の文')
})
