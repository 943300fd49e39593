import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedId } from '#shared/fixtures/days.ts'
import { HintListener } from './hintListener.ts'
import { Participant } from './participant.ts'
import { ReplicaSet } from './replicaSet.ts'
import { type ServerProcess, type ServerSettings, startServer } from './startServer.ts'
import { startTcpProxy, type TcpProxy } from './tcpProxy.ts'
import { until } from './until.ts'
import { demoVisitor, type Visitor } from './visitor.ts'

export const CONFERENCE = fixedId('conference', 1)

/** Two real servers over one real replica set; the second reaches it through a network that a test can cut. */
export class TwoNodes {
  readonly set: ReplicaSet
  readonly network: TcpProxy
  readonly folder: string
  readonly documentId: string
  nodes: readonly [ServerProcess, ServerProcess]
  readonly #uris: readonly [string, string]
  readonly #open: (Participant | HintListener)[] = []

  private constructor(
    parts: Pick<TwoNodes, 'set' | 'network' | 'folder' | 'documentId' | 'nodes'>,
    uris: readonly [string, string],
  ) {
    this.#uris = uris
    this.set = parts.set
    this.network = parts.network
    this.folder = parts.folder
    this.documentId = parts.documentId
    this.nodes = parts.nodes
  }

  /** `isCuttable`: the second reaches one member only, through a network of the test's own; or else both reach the whole set. */
  static async start({ isCuttable = true } = {}): Promise<TwoNodes> {
    const set = await ReplicaSet.start()
    const folder = await mkdtemp(join(tmpdir(), 'tsunagi-nodes-'))
    const network = await startTcpProxy(await set.primaryPort())
    const narrow = `mongodb://127.0.0.1:${network.port}/?directConnection=true&appName=second`
    const uris = [`${set.uri}&appName=first`, isCuttable ? narrow : `${set.uri}&appName=second`] as const
    const first = await startNode(folder, uris[0])
    const second = await startNode(folder, uris[1])
    const { body } = await (await demoVisitor(first.address, 'B')).get(`/api/conferences/${CONFERENCE}`)
    return new TwoNodes({ set, folder, network, documentId: body.documentId, nodes: [first, second] }, uris)
  }

  /** Ends one node in order and starts it anew at its address. Returns how long each took, in milliseconds. */
  async restart(node: 0 | 1): Promise<{ readonly drainMs: number; readonly startMs: number }> {
    const { dataDir, address, endInOrder } = this.nodes[node]
    const from = performance.now()
    await endInOrder()
    const goneAt = performance.now()
    const next = await startNode(this.folder, this.#uris[node], { dataDir, port: Number(new URL(address).port) })
    this.nodes = node === 0 ? [next, this.nodes[1]] : [this.nodes[0], next]
    return { drainMs: goneAt - from, startMs: performance.now() - goneAt }
  }

  person(node: 0 | 1, letter: string): Promise<Visitor> {
    return demoVisitor(this.nodes[node].address, letter)
  }

  /** An editor of the note at one of the nodes, once it has the document. */
  editor(node: 0 | 1, visitor: Visitor): Promise<Participant> {
    return this.editorOf(this.documentId, node, visitor)
  }

  /** The same of another document. */
  async editorOf(documentId: string, node: 0 | 1, visitor: Visitor): Promise<Participant> {
    const { address } = this.nodes[node]
    const door = { address: address.replace('http', 'ws'), documentId, origin: address }
    const editor = new Participant({ ...door, cookie: visitor.cookie })
    this.#open.push(editor)
    await editor.settled()
    return editor
  }

  async listener(node: 0 | 1, visitor: Visitor, documentId = this.documentId): Promise<HintListener> {
    const { address } = this.nodes[node]
    const listener = new HintListener(address, { origin: address, cookie: visitor.cookie })
    this.#open.push(listener)
    await listener.listensTo(documentId)
    return listener
  }

  /** The digest of the note as each node has it. */
  async digests(): Promise<readonly string[]> {
    const visitors = await Promise.all([this.person(0, 'B'), this.person(1, 'B')])
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.get(`/api/documents/${this.documentId}/digest`)),
    )
    return answers.map(({ body }) => body.sha256)
  }

  /** The process ids that answer. */
  async pids(): Promise<readonly number[]> {
    const answers = this.nodes.map(async ({ address }) => (await (await fetch(`${address}/healthz`)).json()).pid)
    return Promise.all(answers)
  }

  /** One figure of a node's metrics. */
  async figure(node: 0 | 1, name: string): Promise<number> {
    const { address, metricsToken } = this.nodes[node]
    const page = await fetch(`${address}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(await page.text())?.[1])
  }

  leaveAll(): void {
    for (const one of this.#open.splice(0)) {
      if (one instanceof Participant) one.leave()
      else one.close()
    }
  }

  async stop(): Promise<void> {
    this.leaveAll()
    await Promise.all(this.nodes.map((node) => node.stop()))
    await this.network.stop()
    await this.set.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** One more server over the set. Both have the key, as their operator would give it to them. */
const startNode = (folder: string, uri: string, again: ServerSettings = {}): Promise<ServerProcess> =>
  startServer({ ...again, environment: { MONGODB_URI: uri, KEY_FILE: join(folder, 'master.key') } })

/** Resolves when all read the same, `words` among it. */
export const allRead = (words: string, editors: readonly Participant[], withinMs?: number): Promise<void> =>
  until(
    () => editors.every(({ text }) => text.includes(words) && text === editors[0]?.text),
    `everybody reads ${words}`,
    withinMs,
  )
