import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import type { Door } from '../participant.ts'
import { type ServerProcess, type ServerSettings, startServer } from '../startServer.ts'
import { type Answer, Visitor } from '../visitor.ts'

/** A member may have thirty sockets of documents. */
export const SOCKETS_PER_MEMBER = 25

const PASSWORD = '湖畔の灯りを見ながらゆっくり歩く'

/** The real server in a process of its own, with as many coordinators as a test needs and documents that all of them edit. */
export interface Ground {
  readonly server: ServerProcess
  /** A document of the council; the id that stands in its address. */
  newDocument(): Promise<string>
  /** How the n-th coordinator, from 0, reaches a document. Throws: when there are not so many. */
  doorOf(editor: number, documentId: string): Door
  /** What the n-th coordinator's page sends along with its requests. Throws: when there are not so many. */
  tokenOf(editor: number): string
  digestOf(documentId: string): Promise<string>
  /** What the first coordinator's page is answered. */
  get(path: string): Promise<Answer>
  /** The server's own figures by their metric name. */
  metrics(): Promise<ReadonlyMap<string, number>>
  /** What the server holds of the machine's memory. Unit: MiB. */
  residentMib(): Promise<number>
  /** Starts the server anew on the same folder and port after it has ended; resolves when it answers. */
  startAnew(): Promise<void>
  stop(): Promise<void>
}

/** Starts it with `editors` coordinators signed in, the demo's own among them. */
export async function startGround(editors: number, settings: ServerSettings = {}): Promise<Ground> {
  let server = await startServer(settings)
  const { address: origin } = server
  const coordinators = await signInAll(origin, editors)
  const first = coordinators[0]
  if (first === undefined) throw new Error('a ground has an editor')
  const subprotocols = new Map<string, string>()
  const coordinatorAt = (editor: number): Visitor => {
    const visitor = coordinators[editor]
    if (visitor === undefined) throw new Error('no such editor')
    return visitor
  }

  return {
    get server() {
      return server
    },
    async newDocument() {
      const { documentId } = (await first.post('/api/council-documents', { title: '負荷' })).body
      subprotocols.set(documentId, (await first.get(`/api/documents/${documentId}`)).body.subprotocol)
      return documentId
    },
    doorOf(editor, documentId) {
      const { cookie } = coordinatorAt(editor)
      const subprotocol = subprotocols.get(documentId)
      if (subprotocol === undefined) throw new Error('no such document')
      return { address: origin.replace('http', 'ws'), documentId, origin, cookie, subprotocol }
    },
    tokenOf: (editor) => coordinatorAt(editor).token,
    digestOf: async (documentId) => (await first.get(`/api/documents/${documentId}/digest`)).body.sha256,
    get: (path) => first.get(path),
    metrics: () => readMetrics(server),
    residentMib: async () => ((await readMetrics(server)).get('process_resident_memory_bytes') ?? Number.NaN) / MIB,
    async startAnew() {
      server = await startServer({ ...settings, dataDir: server.dataDir, port: Number(new URL(origin).port) })
    },
    stop: () => server.stop(),
  }
}

async function signInAll(origin: string, count: number): Promise<readonly Visitor[]> {
  const demo = new Visitor(origin)
  await demo.signInAsDemo(demoMemberId('B'))
  const more = await addCoordinators(origin, count - 1)
  return [demo, ...more]
}

function assertDone({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`the ground could not be laid: ${status} ${text}`)
}

/** So that no two of a run have the same login name, also where a council is used twice. */
let coordinatorCount = 0

/** Adds so many coordinators to the demo, each signed in; each of an organisation of their own, or all of the demo coordinator’s. */
export async function addCoordinators(
  origin: string,
  count: number,
  { eachOfTheirOwn = false } = {},
): Promise<readonly Visitor[]> {
  if (count <= 0) return []
  const administrator = new Visitor(origin)
  await administrator.signInAsDemo(demoMemberId('A'))
  const visitors: Visitor[] = []
  while (visitors.length < count) {
    const number = ++coordinatorCount
    const loginName = `coordinator${number}`
    const organisationId = eachOfTheirOwn
      ? await addOrganisation(administrator, number)
      : demoOrganisationId('settlement')
    const added = await administrator.post('/api/members', {
      ...{ name: `調整${number}さん`, kana: 'ちょうせいさん', organisationId },
      ...{ role: 'coordinator', volunteerKind: null, from: '2026-01-01', account: { loginName, password: PASSWORD } },
    })
    const visitor = new Visitor(origin)
    assertDone(added)
    assertDone(await visitor.signIn(loginName, PASSWORD))
    visitors.push(visitor)
  }
  return visitors
}

async function addOrganisation(administrator: Visitor, number: number): Promise<string> {
  const name = `見本${number}（架空）`
  const names = { name, kana: 'みほん', shortName: name }
  const added = await administrator.post('/api/organisations', {
    ...{ ...names, kinds: ['nonProfit'], areaCode: null, isMember: true },
  })
  assertDone(added)
  return added.body.id
}

const MIB = 1_048_576
const METRIC = /^(\w+)(?:\{[^}]*\})? ([\d.e+-]+)$/gm

async function readMetrics({ address, metricsToken }: ServerProcess): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${address}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  const text = await answer.text()
  return new Map([...text.matchAll(METRIC)].map(([, name = '', value]) => [name, Number(value)]))
}
