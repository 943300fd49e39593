import type { AddressInfo } from 'node:net'
import express from 'express'
import { MongoNetworkError, MongoServerError } from 'mongodb'
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '#shared/core/appError.ts'
import { systemClock } from './clock.ts'
import { errorHandler } from './httpErrors.ts'
import { randomIdSource } from './idSource.ts'

/** What a caller is answered when their request fails with `cause`, and whether somebody is told. */
async function answerTo(cause: unknown) {
  const told: unknown[] = []
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_event: string, fault: unknown) => told.push(fault),
  }
  const app = express()
  app.get('/', () => {
    throw cause
  })
  app.use(errorHandler(log, randomIdSource(systemClock)))
  const server = app.listen(0)
  onTestFinished(() => void server.close())
  const answer = await fetch(`http://localhost:${(server.address() as AddressInfo).port}/`)
  const { error, detail } = await answer.json()
  return [answer.status, error, detail, told.includes(cause)]
}

const labelled = new MongoServerError({ message: 'not primary', code: 10_107, errorLabels: ['RetryableWriteError'] })

test.each([
  ['a full disk', new MongoServerError({ message: 'no space', code: 14_031 }), 'storeFull'],
  ['a store that is away', new MongoNetworkError('closed'), 'store'],
  ['a store without a primary', labelled, 'store'],
])(
  '[OP2.11] %s is answered as something that may pass, with its reason, and told to whoever runs the server',
  async (_name, cause, because) => {
    expect(await answerTo(cause)).toEqual([503, 'unavailable', { because }, true])
  },
)

test('[OP2.11] a fault of the store’s own and a bug stay unexpected, and a refusal is told to nobody', async () => {
  const fault = new MongoServerError({ message: 'internal', code: 1 })

  expect(await answerTo(fault)).toEqual([500, 'unexpected', {}, true])
  expect(await answerTo(new Error('bug'))).toEqual([500, 'unexpected', {}, true])
  expect(await answerTo(new AppError('conflict'))).toEqual([409, 'conflict', {}, false])
})
