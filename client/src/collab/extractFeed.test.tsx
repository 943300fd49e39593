import { expect, onTestFinished, test, vi } from 'vitest'
import { noHints } from '#tests/support/drawScreen.tsx'
import { type ExtractState, extractFeed } from './extractFeed.ts'

/** Unit: milliseconds. */
const HALF_A_MINUTE = 30_000

test('[UI2.22] a note that is read is called out of date when no answer comes, and is asked for anew', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let asked = 0
  /** The first is answered; then the line breaks without a word, and comes back for the third. */
  const ask: typeof fetch = (_path, options) => {
    asked += 1
    if (asked !== 2) return Promise.resolve(Response.json({ blocks: [] }))
    return new Promise((_, refuse) => options?.signal?.addEventListener('abort', () => refuse(options.signal?.reason)))
  }
  const feed = extractFeed({ documentId: 'doc_1', face: 'projector' }, { ask, hints: noHints })
  const shown: ExtractState[] = []
  onTestFinished(feed.subscribe(() => void shown.push(feed.state())))

  await vi.advanceTimersByTimeAsync(1_000)
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE)
  await vi.advanceTimersByTimeAsync(1_000)

  expect(shown.map((state) => state.kind === 'read' && state.isStale)).toEqual([false, true, false])
})

test('[UI2.23] a page that something before the server shows, while the server starts anew, ends no right to read', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const answers = [
    Response.json({ blocks: [] }),
    new Response('404 page not found', { status: 404, headers: { 'Content-Type': 'text/plain' } }),
    Response.json({ blocks: [] }),
    Response.json({ error: 'notFound', detail: {}, traceId: 'trc_1' }, { status: 404 }),
  ]
  const ask: typeof fetch = async () => answers.shift() ?? Response.error()
  const feed = extractFeed({ documentId: 'doc_1', face: 'projector' }, { ask, hints: noHints })
  const shown: ExtractState[] = []
  onTestFinished(feed.subscribe(() => void shown.push(feed.state())))

  await vi.advanceTimersByTimeAsync(3_000)

  expect(shown.map((state) => (state.kind === 'read' ? state.isStale : state.kind))).toEqual([
    false,
    true,
    false,
    'ended',
  ])
})

test('[UI2.28] a note that is read is asked for at once when its page comes to the front', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const visibility = vi.spyOn(document, 'visibilityState', 'get')
  onTestFinished(() => visibility.mockRestore())
  let asked = 0
  const ask: typeof fetch = async () => {
    asked += 1
    return Response.json({ blocks: [] })
  }
  const feed = extractFeed({ documentId: 'doc_1', face: 'full' }, { ask, hints: { ...noHints, isLive: () => true } })
  onTestFinished(feed.subscribe(() => undefined))
  await vi.advanceTimersByTimeAsync(1)
  visibility.mockReturnValue('hidden')
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE)
  const askedBehind = asked

  visibility.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))

  await vi.advanceTimersByTimeAsync(1)
  expect([askedBehind, asked]).toEqual([1, 2])
})

test('[AC8.7] a sheet that is refused because enough was had within the hour says when it is there, and is drawn by itself then', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const refused = (detail: object) =>
    Response.json({ error: 'tooManyRequests', detail, traceId: 'trc_1' }, { status: 429 })
  const answers = [
    refused({}),
    refused({ because: 'tooManyExports', minutes: 12 }),
    Response.json({ blocks: [] }),
    refused({ because: 'tooManyExports', minutes: 7 }),
  ]
  const ask: typeof fetch = async () => answers.shift() ?? Response.error()
  const feed = extractFeed({ documentId: 'doc_1', face: 'full', use: 'sheet' }, { ask, hints: noHints })
  const shown: ExtractState[] = []
  onTestFinished(feed.subscribe(() => void shown.push(feed.state())))

  await vi.advanceTimersByTimeAsync(3_000)

  expect(shown).toEqual([
    { kind: 'tooMany', minutes: 12 },
    { kind: 'read', blocks: [], isStale: false },
    { kind: 'read', blocks: [], isStale: true },
  ])
})
