import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { versionRoutes } from '#server/collab/versions/versionRoutes.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { plainText } from '#shared/document/plainText.ts'
import { bodyOf, readBody } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, type RigOptions, startCollab } from '#tests/support/collabRig.ts'
import type { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'

/** A store in which the version before each restoring takes as long as `meanwhile` does. */
const inWhich =
  (meanwhile: { is: () => Promise<unknown> }): NonNullable<RigOptions['alterStore']> =>
  (store) => ({
    ...store,
    versions: {
      ...store.versions,
      async append(of, version, body) {
        if (version.kind === 'beforeRestore') await meanwhile.is()
        return store.versions.append(of, version, body)
      },
    },
  })

/** Two at work, at a server on such a store. */
async function twoAtWork() {
  const meanwhile = { is: async () => undefined as unknown }
  const rig = await startCollab({ alterStore: inWhich(meanwhile) })
  const [author, typist] = [rig.join(1), rig.join(2)]
  await Promise.all([author.settled(), typist.settled()])
  return { rig, author, typist, meanwhile }
}

const makeVersion = ({ live, documentId }: CollabRig, name: string) =>
  live.rooms.read(documentId, (room) => live.keeper.make(room, { kind: 'named', name, by: memberNumber(1) }))

/** What the page's button asks for. */
async function restore(
  { live, access, documentId }: CollabRig,
  number: number,
  append: () => Promise<void> = async () => undefined,
): Promise<unknown> {
  const ports = { live, access, audit: { append }, clock: systemClock, ids: randomIdSource(systemClock) }
  const routes = versionRoutes({ ...ports, wordsOf: async () => null } as never)
  const route = routes.find(({ path }) => path.endsWith('/restoration'))
  const actor = { memberId: memberNumber(1), decided: new Set() }
  return route?.answer({ actor, params: { documentId, number: String(number) } } as never)
}

/** What a server reads that is started now. */
async function textAfterStart(rig: CollabRig): Promise<string> {
  const again = await rig.reopen()
  const body = await again.live.rooms.read(rig.documentId, ({ document }) => document.read(readBody))
  await again.stop()
  return plainText(body)
}

/** The first version here and `number` at another node, which is answered: neither is written before both have seen the document. */
async function restoreAtTwoNodes(
  { rig, meanwhile }: Pick<Awaited<ReturnType<typeof twoAtWork>>, 'rig' | 'meanwhile'>,
  number: number,
): Promise<CollabRig> {
  const other = await rig.reopen({ alterStore: inWhich(meanwhile) })
  const [one, both] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let count = 0
  meanwhile.is = () => {
    if (++count === 1) one.resolve()
    else both.resolve()
    return both.promise
  }
  const restoring = restore(rig, 1)
  await one.promise
  await Promise.all([restoring, restore(other, number)])
  return other
}

const writes = async (who: Participant, words: string): Promise<void> => {
  who.type(words)
  await who.settled()
}

test('[LD6.7] what another types while the text before a restoring is being kept stays', async () => {
  const { rig, author, typist, meanwhile } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  author.erase(5)
  await writes(author, '書き直した案。')
  await typist.reads('書き直した案。')

  meanwhile.is = () => writes(typist, '同じ時に打った文。')
  await restore(rig, 1)

  await author.reads('初めの案。')
  expect(author.text).toContain('同じ時に打った文。')
  expect(author.text).not.toContain('書き直した')
  await rig.stop()
})

/** The text of the last line, which `addLine` has made. */
function lastLineOf({ doc }: Participant): Y.XmlText {
  const body = bodyOf(doc)
  const line = body.get(body.length - 1)
  const text = line instanceof Y.XmlElement ? line.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('the line is there')
  return text
}

test('[LD6.7] [LD5.14] what another types meanwhile into a line that a restoring takes out stays, though they are gone by then', async () => {
  const { rig, author, typist, meanwhile } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  author.addLine().insert(0, '後から足した行。')
  await author.settled()
  await typist.reads('後から足した行。')

  meanwhile.is = async () => {
    lastLineOf(typist).insert(0, '打ってすぐに閉じた文。')
    await typist.settled()
    typist.leave()
    const isAlone = () => rig.live.rooms.read(rig.documentId, async ({ sessions }) => sessions.size === 1)
    await until(isAlone, 'the server knows that they are gone')
  }
  await restore(rig, 1)

  await until(() => !author.text.includes('後から足した行。'), 'the version is brought back')
  await author.reads('打ってすぐに閉じた文。')
  await rig.stop()
})

test('[LD6.7] a version that two bring back at once is brought back once', async () => {
  const { rig, author } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  author.erase(5)
  await writes(author, '書き直した案。')

  await Promise.all([restore(rig, 1), restore(rig, 1)])

  expect(await textAfterStart(rig)).toBe('経過\n初めの案。\n協議')
  await rig.stop()
})

test('[LD6.7] of two versions that are brought back at once one stands, and nothing of the other beside it', async () => {
  const { rig, author } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  author.erase(5)
  await writes(author, '書き直した案。')
  await makeVersion(rig, '書き直し')
  author.erase(7)
  await writes(author, '三つめ。')

  await Promise.all([restore(rig, 1), restore(rig, 2)])

  // Each reads its version first, and which has it sooner is nobody's promise.
  expect(['経過\n初めの案。\n協議', '経過\n書き直した案。\n協議']).toContain(await textAfterStart(rig))
  await rig.stop()
})

test('[LD6.7] a version that is brought back at two nodes at once is brought back once', async () => {
  const { rig, author, meanwhile } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  author.erase(5)
  await writes(author, '書き直した案。')

  const other = await restoreAtTwoNodes({ rig, meanwhile }, 1)

  expect(await textAfterStart(rig)).toBe('経過\n初めの案。\n協議')
  for (const each of [other, rig]) await each.stop()
})

test('[AC6.1] a version is not brought back while no record of it can be kept', async () => {
  const { rig, author } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  await writes(author, '書き足した案。')

  const restoring = restore(rig, 1, async () => {
    throw new Error('the store is away')
  })

  await expect(restoring).rejects.toThrow('the store is away')
  await author.roundTrip()
  expect(author.text).toContain('書き足した案。')
  await rig.stop()
})

test('[LD6.7] of two versions that are brought back at two nodes at once one stands whole, and nothing of the other beside it', async () => {
  const { rig, author, meanwhile } = await twoAtWork()
  await writes(author, '初めの案。')
  await makeVersion(rig, '初め')
  author.erase(5)
  await writes(author, '書き直した案。')
  await makeVersion(rig, '書き直し')
  author.erase(7)
  await writes(author, '三つめ。')

  const other = await restoreAtTwoNodes({ rig, meanwhile }, 2)

  expect(['経過\n初めの案。\n協議', '経過\n書き直した案。\n協議']).toContain(await textAfterStart(rig))
  for (const each of [other, rig]) await each.stop()
})
