import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import { documentHash } from '#server/collab/documentHash.ts'
import type { JournalEntry } from '#server/collab/journal.ts'
import type { LiveDocumentsPorts } from '#server/collab/liveDocuments.ts'
import { startCollab } from '../collabRig.ts'
import { Participant } from '../participant.ts'
import { until } from '../until.ts'

type ReadAfter = CollabStore['journal']['readAfter']

/** Ways in which a journal can fail to be read: at once, without an answer, and in the middle. */
export const FAILURES: { readonly [name: string]: (read: ReadAfter) => ReadAfter } = {
  fails: () => () => {
    throw new Error('the disk is away')
  },
  'never answers': () => () =>
    (async function* (): AsyncGenerator<JournalEntry> {
      await new Promise(() => undefined)
    })(),
  'gives half': (read) => (of, sequence) =>
    (async function* () {
      for await (const entry of read(of, sequence)) {
        yield entry
        throw new Error('the connection broke')
      }
    })(),
}

export interface FailedLoadReport {
  /** What those who came read while it could not be read, each reading once. */
  readonly readBefore: readonly string[]
  readonly readAfter: readonly string[]
  /** True when everybody has the document that there was, deletions included. */
  readonly isSameDocument: boolean
  /** Entries that the journal got. */
  readonly appends: number
  /** Unit: milliseconds from its healing until everybody had it. */
  readonly openedMs: number
}

const VISITORS = 20

/** A document cannot be read, twenty come, are asked to come back, and it heals. Throws: when they are not asked. */
export async function failedLoad(
  failing: (read: ReadAfter) => ReadAfter,
  ports: Partial<LiveDocumentsPorts> = {},
): Promise<FailedLoadReport> {
  const ground = await startCollab()
  const author = ground.join(1)
  await author.settled()
  for (const word of ['一', '二', '三']) {
    author.type(word)
    await author.settled()
  }
  const before = documentHash(author.doc).toString('hex')
  author.leave()
  let isBroken = true
  const rig = await ground.reopen({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        readAfter: (of, sequence) =>
          (isBroken ? failing(store.journal.readAfter) : store.journal.readAfter)(of, sequence),
      },
    }),
    ports,
  })

  const people = Array.from({ length: VISITORS }, (_, index) => new Participant(rig.doorOf(index + 2)))
  const areSentBack = () => people.every(({ lastClose }) => lastClose?.reason === 'overloaded')
  await until(areSentBack, 'everybody is asked to come back', 60_000)
  const readBefore = new Set(people.map(({ text }) => text))
  isBroken = false
  const healedAt = performance.now()
  await Promise.all(people.map((person) => person.settled()))
  const report = {
    openedMs: performance.now() - healedAt,
    ...{ readBefore: [...readBefore], readAfter: [...new Set(people.map(({ text }) => text))] },
    isSameDocument: people.every(({ doc }) => documentHash(doc).toString('hex') === before),
    appends: rig.live.figures().appends,
  }
  for (const person of people) person.leave()
  await rig.stop()
  await ground.stop()
  return report
}
