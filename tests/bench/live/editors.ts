import { setTimeout as pause } from 'node:timers/promises'
import { paragraphsOf } from './longText.ts'
import { openReplica, type Replica, type Target } from './replica.ts'

/**
 * What one client process is to do. Of a probe, each document's second editor measures what its first types; a crowd only
 * types, so that it does not disturb the clock.
 */
export interface EditorsTask {
  readonly role: 'probe' | 'crowd'
  readonly targets: readonly Target[]
  /** Of each document. */
  readonly editorCount: number
  /** What each document is to hold before anybody types: so much of minutes. */
  readonly characters?: number
}

export interface TypingTask {
  /** Unit: characters per second of each typing editor. */
  readonly perSecond: number
  readonly seconds: number
}

/** Unit: milliseconds, one number per character. `acked` is empty where a server acknowledges nothing. */
export interface EditorsReport {
  readonly seen: readonly number[]
  readonly acked: readonly number[]
  readonly typedCount: number
}

/** What is still under way after the last key is waited for so long. */
const SETTLE_MS = 500

/** Calls `type` at an even pace, whatever it costs, and returns how often. */
async function atPace(gapMs: number, seconds: number, type: (turn: number) => void): Promise<number> {
  const endsAt = performance.now() + seconds * 1_000
  let count = 0
  for (let dueAt = performance.now(); dueAt < endsAt; dueAt += gapMs) {
    const early = dueAt - performance.now()
    if (early > 0) await pause(early)
    type(count++)
  }
  return count
}

/** One editor types, another looks: how long until it sees each character, and until the writer hears that it is kept. */
class Probe {
  readonly #writer: Replica
  readonly #reader: Replica
  readonly #unseen: { readonly clock: number; readonly at: number }[] = []
  readonly #unsaved: number[] = []
  readonly #seen: number[] = []
  readonly #acked: number[] = []

  constructor(writer: Replica, reader: Replica) {
    this.#writer = writer
    this.#reader = reader
    reader.onUpdate(() => this.#look())
    writer.onSaved(() => {
      for (const at of this.#unsaved.splice(0)) this.#acked.push(performance.now() - at)
    })
  }

  type(): void {
    const at = performance.now()
    this.#unsaved.push(at)
    this.#unseen.push({ clock: this.#writer.type(), at })
  }

  /** What has been measured since it was asked last. */
  taken(): Pick<EditorsReport, 'seen' | 'acked'> {
    return { seen: this.#seen.splice(0), acked: this.#acked.splice(0) }
  }

  #look(): void {
    const reached = this.#reader.clockOf(this.#writer.clientId)
    for (let first = this.#unseen[0]; first !== undefined && first.clock <= reached; first = this.#unseen[0]) {
      this.#seen.push(performance.now() - first.at)
      this.#unseen.shift()
    }
  }
}

const typing = async (typists: readonly { type(): unknown }[], { perSecond, seconds }: TypingTask) => {
  const typedCount = await atPace(1_000 / perSecond / typists.length, seconds, (turn) => {
    typists[turn % typists.length]?.type()
  })
  await pause(SETTLE_MS)
  return typedCount
}

const probeOf = ([writer, reader]: readonly Replica[]): Probe => {
  if (writer === undefined || reader === undefined) throw new Error('a probe is two editors')
  return new Probe(writer, reader)
}

async function open({ role, targets, editorCount, characters = 0 }: EditorsTask) {
  const replicas: Replica[][] = []
  for (const target of targets) {
    const all = await Promise.all(Array.from({ length: editorCount }, () => openReplica(target)))
    for (const paragraph of paragraphsOf(characters)) all[0]?.typeParagraph(paragraph)
    replicas.push(all)
  }
  const probes = role === 'probe' ? replicas.map(probeOf) : []
  return {
    async type(task: TypingTask): Promise<EditorsReport> {
      const typedCount = await typing(role === 'probe' ? probes : replicas.flat(), task)
      const measured = probes.map((probe) => probe.taken())
      return {
        typedCount,
        seen: measured.flatMap(({ seen }) => seen),
        acked: measured.flatMap(({ acked }) => acked),
      }
    },
    close() {
      for (const replica of replicas.flat()) replica.close()
    },
  }
}

type Order =
  | { readonly kind: 'open'; readonly task: EditorsTask }
  | { readonly kind: 'type'; readonly task: TypingTask }
  | { readonly kind: 'close' }

let opened: Awaited<ReturnType<typeof open>> | null = null

process.setMaxListeners(0)
process.on('message', async (order: Order) => {
  if (order.kind === 'open') opened = await open(order.task)
  else if (order.kind === 'close') opened?.close()
  const report = order.kind === 'type' ? await opened?.type(order.task) : undefined
  process.send?.({ kind: 'done', report })
})
process.send?.({ kind: 'ready' })
