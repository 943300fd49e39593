import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { bodyOf } from '#shared/document/readBody.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { until } from '../until.ts'
import { type Ground, startGround } from './ground.ts'

export interface GapFloodReport {
  readonly updates: number
  /** Entries that the journal got of updates whose predecessors it lacks. */
  readonly stored: number
  /** Of the session that was asked most often for what is missing, each second. */
  readonly asksPerSecond: number
  /** Unit: milliseconds of the server's processor that the flood took. */
  readonly cpuMs: number
}

const SESSIONS = 4
/** As long as a session may be asked again in. */
const WATCHED_MS = 3_000

/**
 * Sessions send what builds on something that they have not sent, as after a frame that was lost. Throws: when one
 * answer of each does not bring somebody else all of it.
 */
export async function gapFlood(updates: number): Promise<GapFloodReport> {
  const ground = await startGround(2)
  try {
    const documentId = await ground.newDocument()
    const witness = new Participant(ground.doorOf(1, documentId))
    await witness.settled()
    const each = updates / SESSIONS
    const floods = await Promise.all(Array.from({ length: SESSIONS }, () => openFlood(ground, documentId, each)))
    const before = await figuresOf(ground)
    for (const { client, gapped } of floods) for (const update of gapped) client.send(encodeUpdate(update))
    await Promise.all(floods.map(({ client }) => client.roundTrip()))
    const after = await figuresOf(ground)
    await pause(WATCHED_MS)
    const asks = floods.map(({ client }) => asksOf(client) - 1)

    for (const { client, doc } of floods) client.answer(doc)
    const letters = () => witness.text.split('抜').length - 1
    await until(() => letters() === updates + SESSIONS, 'everything is there')
    for (const { client } of floods) client.leave()
    witness.leave()
    return {
      ...{ updates, stored: after.appends - before.appends, cpuMs: after.cpuMs - before.cpuMs },
      asksPerSecond: Math.max(...asks) / (WATCHED_MS / 1_000),
    }
  } finally {
    await ground.stop()
  }
}

async function openFlood(ground: Ground, documentId: string, count: number) {
  const client = new RawClient(ground.doorOf(0, documentId))
  const doc = new Y.Doc()
  await client.comeIn(doc)
  client.answer(doc)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const line = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [line])
  doc.transact(() => bodyOf(doc).push([paragraph]))
  for (let typed = 0; typed <= count; typed++) line.insert(typed, '抜')
  // The paragraph arrives and its first letter does not.
  client.send(encodeUpdate(updates[0] ?? new Uint8Array()))
  await until(() => client.acked > 1, 'the paragraph is kept')
  return { client, doc, gapped: updates.slice(2) }
}

const asksOf = (client: RawClient): number => client.frames.filter(({ kind }) => kind === 'syncStep1').length

async function figuresOf(ground: Ground) {
  const metrics = await ground.metrics()
  const figure = (name: string) => metrics.get(name) ?? Number.NaN
  return { appends: figure('tsunagi_appends'), cpuMs: figure('process_cpu_seconds_total') * 1_000 }
}
