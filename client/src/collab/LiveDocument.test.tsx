import { act, screen } from '@testing-library/react'
import type { TiptapEditorHTMLElement } from '@tiptap/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ForeignSocket } from '#tests/support/foreignSocket.ts'
import { LiveDocument } from './LiveDocument.tsx'

test('[LD5.50] words of a replica that was thrown away are kept when the document then begins anew', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', ForeignSocket)
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const view = { status: 200, body: { schemaVersion: SCHEMA_VERSION, generation: 1 } }
  await drawScreen(
    <LiveDocument documentId="doc_1" title="会議メモ" differencePath="/" onEnded={() => undefined} />,
    fakeServer({ 'GET /api/documents/doc_1': view }),
  )
  const pass = async (steps: number) => {
    for (let step = 0; step < steps; step++) await act(() => vi.advanceTimersByTimeAsync(50))
  }
  await pass(4)
  const text = document.querySelector<TiptapEditorHTMLElement>('.ProseMirror')
  await act(async () => text?.editor?.commands.insertContent('家族と面談した。'))
  await pass(60)
  expect(screen.getByText('この文書を読み直しました')).toBeTruthy()

  await act(async () => ForeignSocket.last?.onclose?.({ code: CLOSE_CODES.generationChanged }))
  await pass(4)

  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('家族と面談した。')
})
