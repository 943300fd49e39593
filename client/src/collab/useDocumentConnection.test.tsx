import { act, screen } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { useDocumentConnection } from './useDocumentConnection.ts'

/** A socket that stays in its opening. */
class SilentSocket {
  readonly readyState = 0
  close(): void {
    // There is nothing to close.
  }
}

function Opening() {
  return <p>{useDocumentConnection('doc_1').kind}</p>
}

test('[LD5.42] a note that did not open for want of an answer opens by itself once there is one', async () => {
  vi.stubGlobal('WebSocket', SilentSocket)
  const answers: { [line: string]: { readonly status: number; readonly body: unknown } } = {}
  const { unmount } = await drawScreen(<Opening />, fakeServer(answers))
  onTestFinished(() => {
    unmount()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  vi.useFakeTimers()
  await act(() => vi.advanceTimersByTimeAsync(0))
  const atFirst = screen.getByRole('paragraph').textContent
  await act(() => vi.advanceTimersByTimeAsync(5_000))
  const still = screen.getByRole('paragraph').textContent
  answers['GET /api/documents/doc_1'] = { status: 200, body: { schemaVersion: SCHEMA_VERSION, generation: 1 } }
  await act(() => vi.advanceTimersByTimeAsync(5_000))

  expect([atFirst, still, screen.getByRole('paragraph').textContent]).toEqual(['failed', 'failed', 'connected'])
})
