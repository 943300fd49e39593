import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { HintListener } from '#tests/support/hintListener.ts'
import { freePort, isWithoutNginx, type Nginx, startNginx } from '#tests/support/nginx.ts'
import { Participant } from '#tests/support/participant.ts'
import { isWithoutMongod, ReplicaSet } from '#tests/support/replicaSet.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { allRead, CONFERENCE } from '#tests/support/twoNodes.ts'
import { Visitor } from '#tests/support/visitor.ts'

const skip = [isWithoutMongod(), isWithoutNginx()].includes(true)

let set: ReplicaSet
let nodes: readonly ServerProcess[]
let nginx: Nginx
let origin: string
let folder: string

beforeAll(async () => {
  if (skip) return
  const ports = [await freePort(), await freePort(), await freePort()] as const
  origin = `http://127.0.0.1:${ports[0]}`
  set = await ReplicaSet.start()
  folder = await mkdtemp(join(tmpdir(), 'tsunagi-proxy-'))
  const environment = { MONGODB_URI: set.uri, KEY_FILE: join(folder, 'key'), PUBLIC_ORIGIN: origin, TRUST_PROXY: '1' }
  const first = await startServer({ port: ports[1], environment })
  nodes = [first, await startServer({ port: ports[2], environment })]
  nginx = await startNginx(ports[0], [ports[1], ports[2]])
}, 120_000)

afterAll(async () => {
  if (skip) return
  await nginx.stop()
  await Promise.all(nodes.map((node) => node.stop()))
  await set.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

async function person(letter: string): Promise<Visitor> {
  const visitor = new Visitor(origin)
  await visitor.signInAsDemo(demoMemberId(letter))
  return visitor
}

test.skipIf(skip)(
  '[OP4.2] behind the proxy people read, write one note and are told of changes, whichever node they are at',
  async () => {
    const people = await Promise.all(['B', 'B', 'D', 'D', 'B', 'D'].map(person))
    const { body } = (await people[0]?.get(`/api/conferences/${CONFERENCE}`)) ?? {}
    const documentId: string = body.documentId
    const editors = people.map(
      ({ cookie }) => new Participant({ address: origin.replace('http', 'ws'), documentId, origin, cookie }),
    )
    const listener = new HintListener(origin, { origin, cookie: (await person('C')).cookie })
    await Promise.all([listener.listensTo(documentId), ...editors.map((editor) => editor.settled())])

    for (const [place, editor] of editors.entries()) editor.type(`${place}人め、`)
    await Promise.all([listener.isToldOf(documentId), ...editors.map((editor) => editor.settled())])
    await allRead('5人め、', editors)

    listener.close()
    for (const editor of editors) editor.leave()
  },
)

/** How many requests the server still takes from the neighbourhood it counts this one under. */
function remainingFor(localAddress: string, headers: { readonly [name: string]: string } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(
      `${origin}/api/session`,
      { localAddress, headers: { cookie: 'tsunagi=one-node', ...headers } },
      (answer) => {
        answer.resume()
        resolve(Number(/r=(\d+)/.exec(String(answer.headers.ratelimit))?.[1]))
      },
    )
      .on('error', reject)
      .end()
  })
}

test.skipIf(skip)(
  '[OP4.2] the node counts requests under the address that the proxy saw, whatever the client claims',
  async () => {
    await remainingFor('127.0.0.1')
    const one = await remainingFor('127.0.0.1')
    const fromElsewhere = await remainingFor('127.0.7.1')
    const forged = await remainingFor('127.0.7.1', { 'x-forwarded-for': '198.51.100.7' })

    expect(fromElsewhere).toBeGreaterThan(one)
    expect(forged).toBe(fromElsewhere - 1)
  },
)
