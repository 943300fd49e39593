import { openReplica, type Replica, type Target } from './replica.ts'

/** What one client process is to do. The probe pair measures; the crowd only types, so that it does not disturb the clock. */
export interface EditorsTask {
  readonly role: 'probe' | 'crowd'
  readonly target: Target
  readonly editorCount: number
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

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Types at an even pace and returns how many characters it typed. */
async function typeAtPace(
  writers: readonly Replica[],
  task: EditorsTask,
  typed: (clock: number) => void,
): Promise<number> {
  const gapMs = 1_000 / task.perSecond / writers.length
  const endsAt = performance.now() + task.seconds * 1_000
  let count = 0
  for (let dueAt = performance.now(); dueAt < endsAt; dueAt += gapMs) {
    const early = dueAt - performance.now()
    if (early > 0) await wait(early)
    const writer = writers[count % writers.length]
    if (writer !== undefined) typed(writer.type())
    count += 1
  }
  return count
}

async function probe(task: EditorsTask): Promise<EditorsReport> {
  const [writer, reader] = await Promise.all([openReplica(task.target), openReplica(task.target)])
  const waiting = new Map<number, number>()
  const unsaved: number[] = []
  const seen: number[] = []
  const acked: number[] = []
  reader.onUpdate(() => {
    const clock = reader.clockOf(writer.clientId)
    for (const [due, at] of waiting) {
      if (due > clock) continue
      seen.push(performance.now() - at)
      waiting.delete(due)
    }
  })
  writer.onSaved(() => {
    for (const at of unsaved.splice(0)) acked.push(performance.now() - at)
  })
  let startedAt = 0
  const typing = {
    type: () => {
      startedAt = performance.now()
      return writer.type()
    },
  }
  const typedCount = await typeAtPace([{ ...writer, ...typing }], task, (clock) => {
    waiting.set(clock, startedAt)
    unsaved.push(startedAt)
  })
  await wait(500)
  writer.close()
  reader.close()
  return { seen, acked, typedCount }
}

async function crowd(task: EditorsTask): Promise<EditorsReport> {
  const writers = await Promise.all(Array.from({ length: task.editorCount }, () => openReplica(task.target)))
  const typedCount = await typeAtPace(writers, task, () => undefined)
  await wait(500)
  for (const writer of writers) writer.close()
  return { seen: [], acked: [], typedCount }
}

process.on('message', async (task: EditorsTask) => {
  const report = task.role === 'probe' ? await probe(task) : await crowd(task)
  process.send?.({ kind: 'report', report })
})
process.send?.({ kind: 'ready' })
