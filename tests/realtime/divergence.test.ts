import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '#shared/document/readBody.ts'
import { encodeReplica } from '#shared/protocol/frames.ts'
import { type CollabRig, memberNumber, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig
let page: NodePage

beforeEach(async () => {
  rig = await startCollab({ ports: { compareAfterMs: 1_300 } })
  page = new NodePage({ ...rig.doorOf(1), token: tokenOf(1) })
  await page.opened()
})
afterEach(async () => {
  page.leave()
  await rig.stop()
})

const found = () => rig.live.figures().divergences

/** The page misses the change that `act` makes elsewhere, as by a lost frame. */
async function missing(act: () => void): Promise<void> {
  const socket = page.connection.provider.ws
  if (socket === null) throw new Error('the page has no connection')
  const { onmessage } = socket
  const missed = new Promise<void>((resolve) => {
    socket.onmessage = ({ data }) => {
      const [tag, subtype] = new Uint8Array(data)
      if (tag === 0 && subtype === 2) resolve()
    }
  })
  act()
  await missed
  socket.onmessage = onmessage
}

/** The update that `change` makes on a copy of a replica, under the id of nobody. */
function aForeignUpdate(of: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  const copy = new Y.Doc()
  copy.clientID = 4_242
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(of))
  const before = Y.encodeStateVector(copy)
  change(copy)
  return Y.encodeStateAsUpdate(copy, before)
}

const addLine = (text: string) => (doc: Y.Doc) => {
  const line = new Y.XmlElement('paragraph')
  line.insert(0, [new Y.XmlText(text)])
  const section = bodyOf(doc).get(0)
  if (section instanceof Y.XmlElement) section.insert(0, [line])
}

const reported = () => rig.audited.filter(({ kind }) => kind === 'documentDiverged')

test('[KS14] replicas that agree are compared after a change and nobody hears of it', async () => {
  const other = rig.join(2)
  await other.settled()
  let digests = 0
  other.provider.messageHandlers[103] = () => {
    digests++
  }

  page.type('同じ')
  await other.reads('同じ')
  await until(() => digests === 1, 'the digest has come')
  await other.roundTrip()

  expect([found(), reported(), page.connection.state().isForeign]).toEqual([0, [], false])
})

test('[KS14] a page that missed a deletion is found, reported without content, and mended without losing what it typed', async () => {
  const other = rig.join(2)
  await other.settled()
  page.type('残る言葉と消える言葉')
  await page.saved()
  await other.reads('消える言葉')
  await missing(() => other.erase(4))

  await until(() => found() === 1, 'the difference is found')
  await until(() => page.text === other.text, 'the page has what the server has')
  const kept = await rig.store.divergences.list((await rig.live.documents.find(rig.documentId)) ?? never())

  expect(other.text).toContain('と消える言葉')
  expect(reported()).toEqual([
    { kind: 'documentDiverged', by: memberNumber(1), objectIds: [rig.documentId, expect.stringMatching(/^con_/)] },
  ])
  expect(kept.map(({ clientState }) => textOf(clientState).includes('残る言葉'))).toEqual([true])
  expect(kept.map(({ serverState }) => textOf(serverState).includes('残る言葉'))).toEqual([false])
})

test('[KS14] a page that is left right after a difference was found stays away', async () => {
  const other = rig.join(2)
  await other.settled()
  page.type('残る言葉と消える言葉')
  await page.saved()
  await other.reads('消える言葉')
  await missing(() => other.erase(4))
  await until(() => found() === 1, 'the difference is found')
  page.leave()
  const { provider } = page.connection
  // Longer than the page waits before it comes in anew.
  await sleep(1_500)

  expect([provider.ws, provider.shouldConnect]).toEqual([null, false])
})

test('[KS14] a page that holds other words under the same ids is found again after coming in anew, and is to be read anew', async () => {
  const other = rig.join(2)
  await other.settled()
  page.type('自分の言葉')
  await page.saved()
  const { doc } = page.connection.provider
  const genuine = aForeignUpdate(other.doc, addLine('本当の言葉'))
  const forged = aForeignUpdate(doc, addLine('にせの言葉'))
  await missing(() => Y.applyUpdate(other.doc, genuine))
  Y.applyUpdate(doc, forged, page.connection.provider)

  await until(() => found() >= 2, 'it is found again')
  await until(() => page.connection.state().isForeign, 'the page knows')

  expect([page.connection.ownText(), page.connection.state().hasUnsent]).toEqual(['自分の言葉', false])
})

test('[KS14] of a document’s divergences only the newest three are kept, sealed', async () => {
  const row = (await rig.live.documents.find(rig.documentId)) ?? never()
  for (let number = 1; number <= 5; number++) {
    await rig.store.divergences.keep(row, {
      ...{ connectionId: `con_${String(number).padStart(26, '0')}` as never, memberId: memberNumber(1) },
      ...{ sequence: number, foundAt: number as never },
      serverState: new TextEncoder().encode('サーバーの秘密'),
      clientState: new TextEncoder().encode('画面の秘密'),
    })
  }

  const kept = await rig.store.divergences.list(row)
  const stored = JSON.stringify(await rig.connection.collection('divergences').find().toArray())

  expect(kept.map(({ sequence }) => sequence)).toEqual([5, 4, 3])
  expect(new TextDecoder().decode(kept[0]?.serverState)).toBe('サーバーの秘密')
  expect([stored.includes('秘密'), stored.includes(Buffer.from('秘密').toString('base64').slice(0, 6))]).toEqual([
    false,
    false,
  ])
})

function textOf(state: Uint8Array): string {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return bodyOf(doc).toString()
}

function never(): never {
  throw new Error('the document has no row')
}

test('[KS44] whoever reports a difference again and again, each time over a connection of its own, fills neither the trail nor the store', async () => {
  const state = Uint8Array.from(encodeReplica(Y.encodeStateAsUpdate(new Y.Doc())))
  for (let time = 0; time < 5; time += 1) {
    const claimant = rig.join(2)
    await claimant.settled()
    claimant.provider.ws?.send(state)
    await claimant.roundTrip()
    claimant.leave()
  }

  expect([found(), reported().length]).toEqual([1, 1])
})
