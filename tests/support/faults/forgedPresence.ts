import { setTimeout as pause } from 'node:timers/promises'
import { Participant } from '../participant.ts'
import { RawClient } from '../rawClient.ts'
import { type RawState, rawPresence } from '../rawPresence.ts'
import { until } from '../until.ts'
import { startGround } from './ground.ts'

export interface ForgedPresenceReport {
  readonly frames: number
  /** What somebody else was shown and should not have been: a foreign name or colour, an id of nobody, one who is gone and is there. */
  readonly shown: readonly string[]
  /** Ids in the other's list at the end; one for each socket at most. */
  readonly listed: number
  readonly sockets: number
  /** Sessions that sent a frame too large for any page, and went on. */
  readonly survived: number
  /** Unit: MiB that the server's memory grew by. */
  readonly grownMib: number
}

const FORGERS = 4
const FORGED = {
  name: '偽の会長',
  organisationName: '偽の機関',
  role: 'administrator',
  colour: 'red;}body{display:none',
}
/** Ids that nobody in the document has. */
const STRANGERS = 1_000_000
const HIGH_CLOCK = 2 ** 30

const idOf = (forger: number): number => 77_000 + forger

/** What one forger says beside its own presence: under another's id, for another, and about itself what is not so. */
const kindsOf = (own: number, victim: number): readonly ((number: number) => readonly RawState[])[] => [
  (number) => [[victim, HIGH_CLOCK + number, { user: FORGED, composing: true }]],
  (number) => [[victim, HIGH_CLOCK + number, null]],
  (number) => [[STRANGERS + number, 1, { user: FORGED }]],
  (number) => [[own, HIGH_CLOCK + number, { user: FORGED, color: FORGED.colour, composing: number % 2 === 0 }]],
]

/** Too large for any page: each ends its session. */
const LARGE: readonly Uint8Array[] = [
  rawPresence(Array.from({ length: 200_000 }, (_, index) => [STRANGERS + index, 1, {}] as const)),
  rawPresence([[STRANGERS, 1, { user: { ...FORGED, name: '偽'.repeat(350_000) } }]]),
]

/** Sessions say of themselves and of others what is not so, while two people see each other (S-04). */
export async function forgedPresence(frames: number, restMs: number): Promise<ForgedPresenceReport> {
  const ground = await startGround(3)
  try {
    const documentId = await ground.newDocument()
    const [watcher, victim] = [
      new Participant(ground.doorOf(0, documentId)),
      new Participant(ground.doorOf(1, documentId)),
    ]
    await Promise.all([watcher.settled(), victim.settled()])
    victim.provider.awareness.setLocalState({ composing: true })
    const { awareness } = watcher.provider
    const ofVictim = () => awareness.getStates().get(victim.doc.clientID)
    await until(() => ofVictim()?.composing === true, 'the victim is seen')
    const forgers = await Promise.all(
      Array.from({ length: FORGERS }, async (_, place) => {
        const client = await comeIn(ground.doorOf(2, documentId))
        // The first id that a session says is its own.
        client.send(rawPresence([[idOf(place), 1, {}]]))
        return client
      }),
    )
    const watch = watchFor(watcher, victim)
    await pause(restMs)
    const before = await ground.residentMib()

    for (let number = 0; number < frames / FORGERS; number++) {
      for (const [place, forger] of forgers.entries()) {
        const kinds = kindsOf(idOf(place), victim.doc.clientID)
        forger.send(rawPresence(kinds[number % kinds.length]?.(number) ?? []))
      }
    }
    await Promise.all(forgers.map((forger) => forger.roundTrip()))
    const ends = await Promise.all(
      LARGE.map(async (bytes) => isEndedBy(await comeIn(ground.doorOf(2, documentId)), bytes)),
    )
    victim.provider.awareness.setLocalStateField('composing', false)
    await until(() => ofVictim()?.composing === false, 'the victim is heard')
    const sockets = (await ground.metrics()).get('tsunagi_sockets') ?? Number.NaN
    const listed = awareness.getStates().size
    const shown = watch.end()
    await pause(restMs)
    const grownMib = Math.round((await ground.residentMib()) - before)
    for (const one of [...forgers, watcher, victim]) one.leave()
    return { frames, shown, listed, sockets, survived: ends.filter((isEnded) => !isEnded).length, grownMib }
  } finally {
    await ground.stop()
  }
}

/** What is wrong in the list of `watcher`, from now until it ends. */
function watchFor({ provider: { awareness }, doc }: Participant, victim: Participant) {
  const known = new Set([
    doc.clientID,
    victim.doc.clientID,
    ...Array.from({ length: FORGERS }, (_, place) => idOf(place)),
  ])
  const shown = new Set<string>()
  const look = () => {
    const states = awareness.getStates()
    const text = JSON.stringify([...states.values()])
    for (const id of states.keys()) if (!known.has(id)) shown.add(`an id of nobody: ${id}`)
    if (text.includes('偽')) shown.add('a forged name')
    if (text.includes('display:none')) shown.add('a forged colour')
    if (!states.has(victim.doc.clientID)) shown.add('the victim as gone')
  }
  awareness.on('change', look)
  return {
    end(): readonly string[] {
      awareness.off('change', look)
      return [...shown]
    },
  }
}

async function comeIn(door: ConstructorParameters<typeof RawClient>[0]): Promise<RawClient> {
  const client = new RawClient(door)
  await client.comeIn()
  return client
}

async function isEndedBy(client: RawClient, bytes: Uint8Array): Promise<boolean> {
  client.send(bytes)
  await client.roundTrip()
  await client.roundTrip()
  const isEnded = !client.isOpen
  client.leave()
  return isEnded
}
