import { expect, test } from 'vitest'
import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import type { JournalEntry } from '#server/collab/journal.ts'
import { startCollab } from '#tests/support/collabRig.ts'
import { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'

type ReadAfter = CollabStore['journal']['readAfter']

/** Ways in which a journal can fail to be read: at once, without an answer, and in the middle. */
const FAILURES: { readonly [name: string]: (read: ReadAfter) => ReadAfter } = {
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

for (const [name, failing] of Object.entries(FAILURES)) {
  test(`[KS2] when the first reading of a document ${name}, twenty who come write nothing, and get the whole document when it heals (R-05)`, async () => {
    const ground = await startCollab()
    const author = ground.join(1)
    await author.settled()
    for (const word of ['一', '二', '三']) {
      author.type(word)
      await author.settled()
    }
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
      ports: { openWithinMs: 300 },
    })

    const people = Array.from({ length: 20 }, (_, index) => new Participant(rig.doorOf(index + 2)))
    await until(
      () => people.every(({ lastClose }) => lastClose?.reason === 'overloaded'),
      'everybody is asked to come back',
    )
    const received = people.map(({ text }) => text)
    isBroken = false
    await Promise.all(people.map((person) => person.settled()))

    expect(new Set(received)).toEqual(new Set(['']))
    expect(new Set(people.map(({ text }) => text))).toEqual(new Set(['経過\n一二三\n協議']))
    expect(rig.live.figures().appends).toBe(0)
    for (const person of people) person.leave()
    await rig.stop()
    await ground.stop()
  })
}
