import { expect, onTestFinished, test, vi } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { createHttp } from './http.ts'
import { watchForInput } from './watchForInput.ts'

const answering = (status: number, body: string) => () => Promise.resolve(new Response(body, { status }))

test('[UI2.8] a failure carries the server’s code, its reason and its trace id', async () => {
  const http = createHttp(answering(409, '{"error":"conflict","detail":{"because":"alreadyEnded"},"traceId":"trc_7"}'))

  const failure = http.get('/api/cases')

  await expect(failure).rejects.toMatchObject({
    code: 'conflict',
    detail: { because: 'alreadyEnded' },
    traceId: 'trc_7',
  })
})

test('[UI2.8] no answer, and a proxy’s own page in place of one, are told from a fault of ours', async () => {
  const unanswered = createHttp(() => Promise.reject(new TypeError('Failed to fetch')))
  const proxied = createHttp(answering(502, '<html>Bad gateway</html>'))
  const broken = createHttp(answering(500, 'not JSON'))

  await expect(unanswered.get('/api/cases')).rejects.toMatchObject({ code: 'noAnswer' })
  await expect(proxied.get('/api/cases')).rejects.toMatchObject({ code: 'unavailable' })
  await expect(broken.get('/api/cases')).rejects.toMatchObject({ code: 'unexpected' })
})

/** An answer whose connection breaks after its first bytes. */
const cutOff = (status: number) => () => {
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('{"items":['))
      stream.error(new TypeError('network error'))
    },
  })
  return Promise.resolve(new Response(body, { status }))
}

test.each([200, 409])('[UI2.8] an answer (%d) that is cut off on its way is none', async (status) => {
  const http = createHttp(cutOff(status))

  await expect(http.get('/api/cases')).rejects.toMatchObject({ code: 'noAnswer' })
  await expect(http.send('POST', '/api/cases', {})).rejects.toMatchObject({ code: 'noAnswer' })
  await expect(http.carry({ method: 'POST', path: '/api/documents' })).rejects.toMatchObject({ code: 'noAnswer' })
})

test('[UI2.8] a page that something on the way puts in place of an answer is none', async () => {
  const http = createHttp(answering(200, '<html>このネットワークに接続するには…</html>'))

  await expect(http.get('/api/cases')).rejects.toMatchObject({ code: 'noAnswer' })
})

test('[UI2.56] nothing, where something on the way answers with it, is no answer: a page that went on with it would fall', async () => {
  for (const http of [answering(200, ''), () => Promise.resolve(new Response(null, { status: 204 }))].map((answer) =>
    createHttp(answer),
  ))
    await expect(http.get('/api/session')).rejects.toMatchObject({ code: 'noAnswer' })
  const logOut = createHttp(answering(200, '')).send('DELETE', '/api/session')

  await expect(logOut).rejects.toMatchObject({ code: 'noAnswer' })
})

test('[UI2.8] a change carries the token the session brought, and reading does not need it', async () => {
  const tokens: (string | null)[] = []
  const http = createHttp((_input, init) => {
    tokens.push(new Headers(init?.headers).get('X-CSRF-Token'))
    return Promise.resolve(new Response('{}'))
  })

  http.rememberToken('token-of-this-page')
  await http.get('/api/session')
  await http.send('DELETE', '/api/session')

  expect(tokens).toEqual([null, 'token-of-this-page'])
})

test('[AC7.4] what a page reads a minute after the last touch says that nobody asked for it; a change never does', async () => {
  let now = 1_800_000_000_000
  const page = new EventTarget()
  const isAttended = watchForInput({ now: () => instant(now) }, page as unknown as Window)
  const marks: (string | null)[] = []
  const http = createHttp((_input, init) => {
    marks.push(new Headers(init?.headers).get('X-Unattended'))
    return Promise.resolve(new Response('{}'))
  }, isAttended)

  await http.get('/api/cases')
  now += 60_000
  await http.get('/api/cases')
  await http.send('POST', '/api/cases')
  page.dispatchEvent(new Event('keydown'))
  await http.get('/api/cases')

  expect(marks).toEqual([null, '1', null, null])
})

test.each(['click', 'input'])('[AC7.4] a %s that came by no key and no pointer is somebody at the page', (type) => {
  let now = 1_800_000_000_000
  const page = new EventTarget()
  const isAttended = watchForInput({ now: () => instant(now) }, page as unknown as Window)
  now += 120_000
  page.dispatchEvent(new Event(type))

  expect(isAttended()).toBe(true)
})

test('[UI2.19] a request that nobody answers is given up after a minute, and one that was answered in time is not', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const http = createHttp((path, init) => {
    if (path === '/api/answered') return Promise.resolve(new Response('{"items":[]}'))
    const { promise, reject } = Promise.withResolvers<Response>()
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    return promise
  })
  const outcomes: string[] = []
  const note = (name: string, answer: Promise<unknown>) =>
    void answer.then(
      () => outcomes.push(`${name} answered`),
      (failure) => outcomes.push(`${name} ${failure.code === 'noAnswer' ? 'noAnswer' : failure.name}`),
    )

  note('reading', http.get('/api/cases'))
  note('change', http.send('POST', '/api/cases', {}))
  note('quick', http.get('/api/answered'))
  const cancelling = new AbortController()
  note('left', http.get('/api/cases', cancelling.signal))
  await vi.advanceTimersByTimeAsync(30_000)
  cancelling.abort()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(outcomes).toEqual(['quick answered', 'left AbortError'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(outcomes.slice(2)).toEqual(['reading noAnswer', 'change noAnswer'])
  expect(vi.getTimerCount()).toBe(0)
})

test('[KS55] an answer that is long on its way is waited for as long as parts of it come', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const parts = ['{"items":[', '1', ']}'].map((part) => new TextEncoder().encode(part))
  const http = createHttp(async () => {
    const body = new ReadableStream({
      async pull(stream) {
        await new Promise((resolve) => setTimeout(resolve, 50_000))
        const part = parts.shift()
        if (part === undefined) stream.close()
        else stream.enqueue(part)
      },
    })
    return new Response(body)
  })

  const answer = http.get('/api/cases')
  await vi.advanceTimersByTimeAsync(200_000)

  expect(await answer).toEqual({ items: [1] })
  expect(vi.getTimerCount()).toBe(0)
})
