import { act, screen } from '@testing-library/react'
import { useEffect, useRef } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ForeignSocket } from '#tests/support/foreignSocket.ts'
import { useDocumentConnection } from './useDocumentConnection.ts'

/** A socket that stays in its opening. */
class SilentSocket {
  readonly readyState = 0
  close(): void {
    // There is nothing to close.
  }
}

function Opening() {
  return <p>{useDocumentConnection('doc_1').opening.kind}</p>
}

/** Types a word into each replica that it is given. */
function Typed({ words }: { readonly words: readonly string[] }) {
  const { opening, ownTextBefore } = useDocumentConnection('doc_1')
  const connection = opening.kind === 'connected' ? opening.connection : null
  const replicas = useRef(0)
  useEffect(() => {
    const line = new Y.XmlElement('paragraph')
    line.insert(0, [new Y.XmlText(words[replicas.current])])
    if (connection === null) return
    replicas.current += 1
    connection.body.insert(0, [line])
  }, [connection, words])
  return <p>{`${opening.kind} ${ownTextBefore}`}</p>
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

const REPLICAS = ['はじめの文', '次の文']

test('[LD5.45] what was typed into replicas that were thrown away is kept, also when the note opens no more after that', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', ForeignSocket)
  const view = { status: 200, body: { schemaVersion: SCHEMA_VERSION, generation: 1 } }
  const answers: { [line: string]: { readonly status: number; readonly body: unknown } } = {
    'GET /api/documents/doc_1': view,
  }
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const { unmount } = await drawScreen(<Typed words={REPLICAS} />, fakeServer(answers))
  onTestFinished(unmount)
  const says = () => screen.getByRole('paragraph').textContent
  // Found, and found again after it came in anew; between two steps the screen is drawn.
  const foreign = async () => {
    for (let step = 0; step < 10; step++) await act(() => vi.advanceTimersByTimeAsync(250))
  }
  await foreign()
  const afterOne = says()
  answers['GET /api/documents/doc_1'] = { status: 403, body: { code: 'forbidden' } }
  await foreign()

  expect([afterOne, says()]).toEqual(['connected はじめの文', 'failed はじめの文\n次の文'])
})
