import { expect, test } from 'vitest'
import { createHttp } from './http.ts'

/** A server whose answers are lost, or not, in turn; and the keys it was asked under. */
function turns(...answers: readonly (Response | 'lost')[]) {
  const keys: (string | null)[] = []
  const rest = [...answers]
  const http = createHttp((_input, init) => {
    keys.push(new Headers(init?.headers).get('Idempotency-Key'))
    const next = rest.shift() ?? 'lost'
    return next === 'lost' ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(next)
  })
  const press = (callName: string) => http.send('POST', '/api/cases', { callName }).catch(() => undefined)
  return { http, keys, press, kinds: () => new Set(keys).size }
}
const done = () => new Response('{}', { status: 201 })
const refused = () => new Response('{"error":"conflict","detail":{},"traceId":"trc_7"}', { status: 409 })

test('[AC7.10] what had no answer is sent again under the same key, and after its answer under another', async () => {
  const { keys, press } = turns('lost', new Response('<html>', { status: 504 }), done(), done())
  for (const name of ['みなも', 'みなも', 'みなも', 'みなも']) await press(name)

  expect(keys.map((key) => key === keys[0])).toEqual([true, true, true, false])
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
})

test('[AC7.10] something else, what was refused, and what another person sends have keys of their own', async () => {
  const { http, press, kinds } = turns('lost', done(), refused(), 'lost', 'lost')
  await press('みなも')
  await press('かもめ')
  await press('つばめ')
  await press('つばめ')
  http.rememberToken('of another sign-in', 'another')
  await press('つばめ')

  expect(kinds()).toBe(5)
})

test('[AC7.24] what had no answer is sent again under the same key after the session ended and the same person signed in anew', async () => {
  const ended = new Response('{"error":"signInRequired","detail":{},"traceId":"trc_8"}', { status: 401 })
  const { http, keys, press } = turns('lost', ended, done(), done())
  http.rememberToken('of the first sign-in', 'the same')
  await press('みなも')
  http.rememberToken('of nobody', null)
  await press('みなも')
  http.rememberToken('of the second sign-in', 'the same')
  await press('みなも')
  await press('みなも')

  expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 0, 3])
})

test('[AC7.10] two things without an answer are each sent again under their own key', async () => {
  const { keys, press } = turns('lost', 'lost', done(), done(), done())
  for (const name of ['みなも', 'かもめ', 'みなも', 'かもめ', 'みなも']) await press(name)

  expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 1, 0, 1, 4])
})
