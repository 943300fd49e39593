import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import express from 'express'
import { expect, test, vi } from 'vitest'
import { addressPrefix, requestsLimited } from './signInLimits.ts'

test('[AC7.3] addresses of one subscriber are one neighbourhood, written in whatever way', () => {
  const prefixes = ['192.0.2.7', '192.0.2.200', '::ffff:192.0.2.9', '192.0.3.7'].map(addressPrefix)
  const long = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'].map(addressPrefix)

  expect(prefixes).toEqual(['192.0.2', '192.0.2', '192.0.2', '192.0.3'])
  expect([long[0] === long[1], long[0] === long[2]]).toEqual([true, false])
})

type Handled = (request: IncomingMessage, response: ServerResponse, done: (fault?: unknown) => void) => void
const app: unknown = express().use(...requestsLimited((request) => request.get('x-signed-id') ?? null))

/** Sends one request of a sign-in, or of nobody's, through the limits; false when it has to wait. */
function passes(signedId: string | null): Promise<boolean> {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '192.0.2.7' })
  const message = Object.assign(new IncomingMessage(socket), { url: '/', method: 'GET' })
  if (signedId !== null) message.headers['x-signed-id'] = signedId
  const handle = app as Handled
  return new Promise((resolve) => handle(message, new ServerResponse(message), (fault) => resolve(fault === undefined)))
}

test('[AC7.11] who asks without end, signed in or not, is made to wait and takes nothing from the people behind the same address', async () => {
  let [ofOne, ofNobody] = [0, 0]
  for (let asked = 0; asked < 15_000; asked += 1) {
    if (await passes('one')) ofOne += 1
    if (await passes(null)) ofNobody += 1
  }

  expect([ofOne, ofNobody, await passes('another')]).toEqual([1_200, 1_200, true])
})

test('[AC7.20] whoever was asking while the machine’s clock was ahead is not kept waiting until it is there again', async () => {
  const right = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: right + 3_600_000 })
  await passes('early')
  vi.setSystemTime(right)
  let count = 0
  while (count < 2_000 && (await passes('early'))) count += 1
  vi.setSystemTime(right + 61_000)
  const after = await passes('early')
  vi.useRealTimers()

  expect([count, after]).toEqual([1_200, true])
})
