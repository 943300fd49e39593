import { HINTS_PATH } from '#shared/protocol/hints.ts'
import { HintListener } from '../hintListener.ts'
import type { Door } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { demoVisitor, type Visitor } from '../visitor.ts'
import { startGround } from './ground.ts'

export interface CrossSiteReport {
  /** Origins that are not ours. */
  readonly origins: number
  /** Which of them, by which way, were answered by anything but a refusal, or were given a frame. */
  readonly passed: readonly string[]
  /** By which ways our own origin was refused. */
  readonly refused: readonly string[]
}

/** Somebody signed in, and the document that their page has open. */
export interface OpenPage {
  readonly door: Door
  readonly visitor: Visitor
}

/** S-11: what looks like our origin and is not; null: none at all. */
function foreignOrigins(own: string): readonly (string | null)[] {
  const { hostname, port } = new URL(own)
  return [
    null,
    'null',
    'http://council.example',
    `https://${hostname}:${port}`,
    `http://${hostname}:${Number(port) + 1}`,
    `http://${hostname}`,
    `http://www.${hostname}:${port}`,
    `http://${hostname}.evil.example:${port}`,
    `http://evil${hostname}:${port}`,
    `http://${hostname.toUpperCase()}:${port}`,
    `http://${hostname}.:${port}`,
    `${own}/`,
    `http://me@${hostname}:${port}`,
    `${own} ${own}`,
  ]
}

type Ask = (page: OpenPage, origin: string | null) => Promise<boolean>

export const headersFrom = ({ door, visitor }: OpenPage, origin: string | null) => ({
  cookie: door.cookie,
  'x-csrf-token': visitor.token,
  ...(origin === null ? {} : { origin }),
})

type Headers = { readonly [name: string]: string }

export const askWithoutSocket = ({ door, visitor }: OpenPage, headers: Headers): Promise<Response> =>
  fetch(`${visitor.origin}/sync/${door.documentId}/session`, {
    method: 'POST',
    headers: { 'x-sync-protocol': door.subprotocol ?? '', ...headers },
  })

export const askForChange = ({ visitor }: OpenPage, headers: Headers): Promise<Response> =>
  fetch(`${visitor.origin}/api/council-documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ title: '他所から' }),
  })

/** Each way to reach the server; true when it is let in, or given anything. */
const WAYS: { readonly [way: string]: Ask } = {
  async 'a document’s socket'({ door: { origin: _own, ...rest } }, origin) {
    const client = new RawClient(origin === null ? rest : { ...rest, origin })
    const opened = new Promise((resolve) => client.socket.once('open', () => resolve(null)))
    const ending = await Promise.race([client.ended, opened])
    client.leave()
    return ending === null || client.frames.length > 0
  },
  'a document without a socket': async (page, origin) => (await askWithoutSocket(page, headersFrom(page, origin))).ok,
  'a change': async (page, origin) => (await askForChange(page, headersFrom(page, origin))).ok,
  async 'a hint socket'(page, origin) {
    const listener = new HintListener(page.visitor.origin, headersFrom(page, origin))
    const told = new Promise<boolean>((resolve) => {
      listener.socket.once('connect', () => resolve(true))
      listener.socket.once('connect_error', () => resolve(false))
    })
    const isIn = await told
    listener.close()
    return isIn
  },
}

/** Each way by each of fourteen origins that are not ours, and by our own (S-11). */
export async function crossSite(page: OpenPage): Promise<CrossSiteReport> {
  const [passed, refused]: [string[], string[]] = [[], []]
  const foreign = foreignOrigins(page.visitor.origin)
  for (const [way, ask] of Object.entries(WAYS)) {
    const isIn = await Promise.all(foreign.map((origin) => ask(page, origin)))
    passed.push(...foreign.filter((_, place) => isIn[place]).map((origin) => `${way}: ${origin}`))
    if (!(await ask(page, page.visitor.origin))) refused.push(way)
  }
  const polling = await fetch(`${page.visitor.origin}${HINTS_PATH}?EIO=4&transport=polling`, {
    headers: headersFrom(page, page.visitor.origin),
  })
  if (polling.ok) passed.push('hints by polling')
  return { origins: foreign.length, passed, refused }
}

/** The same at a server of its own, so many times over. */
export async function crossSiteAnew(rounds: number): Promise<readonly CrossSiteReport[]> {
  const ground = await startGround(1)
  const visitor = await demoVisitor(ground.server.address, 'B')
  const documentId = await ground.newDocument()
  const door = { ...ground.doorOf(0, documentId), cookie: visitor.cookie }
  const reports: CrossSiteReport[] = []
  for (let round = 0; round < rounds; round++) reports.push(await crossSite({ door, visitor }))
  await ground.stop()
  return reports
}
