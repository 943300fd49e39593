import { setTimeout as pause } from 'node:timers/promises'
import { Arrivals } from '#tests/support/arrivals.ts'
import { atPace } from '#tests/support/atPace.ts'
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

/** One editor types, another looks: how long until it sees each character, and until the writer hears that it is kept. */
class Probe {
  readonly #writer: Replica
  readonly #arrivals = new Arrivals()
  readonly #unsaved: number[] = []
  readonly #acked: number[] = []

  constructor(writer: Replica, reader: Replica) {
    this.#writer = writer
    reader.onUpdate(() => this.#arrivals.reached(reader.clockOf(writer.clientId)))
    writer.onSaved(() => {
      for (const at of this.#unsaved.splice(0)) this.#acked.push(performance.now() - at)
    })
  }

  type(): void {
    const at = performance.now()
    this.#unsaved.push(at)
    this.#arrivals.sent({ clock: this.#writer.type(), sentAt: at })
  }

  /** What has been measured since it was asked last. */
  taken(): Pick<EditorsReport, 'seen' | 'acked'> {
    return { seen: this.#arrivals.taken(), acked: this.#acked.splice(0) }
  }
}

const typing = async (typists: readonly { type(): unknown }[], { perSecond, seconds }: TypingTask) => {
  const typedCount = await atPace({ gapMs: 1_000 / perSecond / typists.length, forMs: seconds * 1_000 }, (turn) => {
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
