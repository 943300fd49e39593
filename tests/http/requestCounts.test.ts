import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** How many requests this browser may still send in this minute, this one counted. */
async function leftFor(visitor: Visitor): Promise<number> {
  const { headers } = await visitor.get('/api/session')
  return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
}

test('[AC7.11] what the readers in a room ask is not taken from the coordinator beside them, nor from who is about to sign in', async () => {
  const [coordinator, reader] = [await server.as('B'), await server.as('C')]
  const before = [await leftFor(coordinator), await leftFor(server.visitor())]
  for (let reading = 0; reading < 20; reading += 1) await reader.get('/api/cases')
  const after = [await leftFor(coordinator), await leftFor(server.visitor())]

  expect(after).toEqual(before.map((left) => left - 1))
})

test('[AC7.11] a cookie that we have not signed is counted with its neighbourhood, whatever it says', async () => {
  const known = await server.as('B')
  const forged = [
    `${known.cookie}x`,
    known.cookie.replace('s%3A', 's%3Ax'),
    known.cookie.replace(/\..*/, '.'),
    'tsunagi=s%3A.',
    'tsunagi=s%3A%',
    'tsunagi=',
  ]
  const left: number[] = [await leftFor(server.visitor())]
  for (const cookie of forged) {
    const visitor = server.visitor()
    visitor.cookie = cookie
    left.push(await leftFor(visitor))
  }

  expect(left.map((one) => (left[0] ?? 0) - one)).toEqual([0, 1, 2, 3, 4, 5, 6])
})
