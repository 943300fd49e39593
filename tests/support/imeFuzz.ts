import type { Browser } from 'playwright-core'
import { documentHash } from '#server/collab/documentHash.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { DESK, openBrowser, type Person, personAt } from './browser.ts'
import { type DocumentFacts, documentFacts, type ReadableDoc } from './documentFacts.ts'
import { type FuzzSide, FuzzTypist } from './fuzzTypist.ts'
import { FuzzWitness } from './fuzzWitness.ts'
import { imeTypist } from './imeTypist.ts'
import { Participant } from './participant.ts'
import { seededRandom } from './seededRandom.ts'
import { type ServerProcess, startServer } from './startServer.ts'
import { Visitor } from './visitor.ts'

export interface ImeFuzzOptions {
  readonly seed: number
  /** Acts of each of the two. */
  readonly acts: number
}

export interface ImeFuzzReport {
  readonly seed: number
  readonly acts: number
  readonly composedCount: number
  readonly cutCount: number
  readonly deletedCount: number
  /** Acknowledged words that nobody deleted and that are missing at one of the two. */
  readonly lost: readonly string[]
  /** Deleted words that are there again, since the other copied the line before seeing them go. Counted, not promised. */
  readonly returned: readonly string[]
  /** Compositions that were broken: what was composed, beside what ended. */
  readonly broken: readonly string[]
  /** True when both browsers and the server hold the same document, deletions included. */
  readonly isEqual: boolean
  /** The file that holds all that happened, where something is wrong. */
  readonly trace?: string
}

/** Who they are in the demo: a coordinator and one of the staff. */
const LETTERS = ['B', 'D'] as const
const CONFERENCE = fixedId('conference', 1)
const COORDINATOR = fixedId('member', 2)
const LONGEST_SETTLING_MS = 30_000
const LONG_ROUNDS = 20
const LONG_ACTS = 80

const sitDown = (browser: Browser, { address }: ServerProcess, number: number): Promise<Person> =>
  personAt(browser, address, { letter: LETTERS[number] ?? '', size: DESK })

async function openSide(person: Person, { address }: ServerProcess, side: Pick<FuzzSide, 'number' | 'random'>) {
  await person.page.goto(`${address}/conferences/${CONFERENCE}`)
  await person.page.locator('.ProseMirror p').first().waitFor()
  return { ...side, person, ime: await imeTypist(person.page) }
}

/** What a page's editor holds, read out of the editor itself. */
function factsAt({ person }: FuzzSide): Promise<DocumentFacts> {
  const read = `(${documentFacts.toString()})`
  return person.page.evaluate((source) => {
    interface EditorElement extends Element {
      readonly editor: { readonly state: { readonly 'y-sync$': { readonly doc: ReadableDoc } } }
    }
    const element = document.querySelector('.ProseMirror') as EditorElement
    // The page gets the function as text: what it reads is what a replica here is read by.
    const facts: (doc: ReadableDoc) => DocumentFacts = new Function(`return ${source}`)()
    return facts(element.editor.state['y-sync$'].doc)
  }, read)
}

/** Someone who reads the note without a browser, and asks the server about it. */
interface Reader {
  readonly visitor: Visitor
  readonly documentId: string
  readonly participant: Participant
}

async function readerAt({ address }: ServerProcess): Promise<Reader> {
  const visitor = new Visitor(address)
  await visitor.signInAsDemo(COORDINATOR)
  const { documentId } = (await visitor.get(`/api/conferences/${CONFERENCE}`)).body
  const { subprotocol } = (await visitor.get(`/api/documents/${documentId}`)).body
  const door = {
    address: address.replace('http', 'ws'),
    documentId,
    origin: address,
    cookie: visitor.cookie,
    subprotocol,
  }
  const participant = new Participant(door)
  await participant.synced()
  // A root has no type before it is asked for.
  bodyOf(participant.doc)
  return { visitor, documentId, participant }
}

/** What the server holds: as the reader has it, whose digest is the one that the server tells. */
async function factsAtServer({ visitor, documentId, participant: { doc } }: Reader): Promise<DocumentFacts> {
  const facts = documentFacts(doc)
  const { sha256 } = (await visitor.get(`/api/documents/${documentId}/digest`)).body
  return sha256 === documentHash(doc).toString('hex')
    ? facts
    : { ...facts, xml: `digest ${sha256} is of another document` }
}

async function allSaved(sides: readonly FuzzSide[], typists: readonly FuzzTypist[]): Promise<void> {
  for (const typist of typists) await typist.reconnect()
  for (const { person } of sides)
    await person.page.getByText('保存済み').first().waitFor({ timeout: LONGEST_SETTLING_MS })
}

/** Waits until both have received what both have sent. */
async function equalFacts(reader: Reader, sides: readonly FuzzSide[]): Promise<boolean> {
  const end = performance.now() + LONGEST_SETTLING_MS
  while (performance.now() < end) {
    const [first, ...others] = await Promise.all([...sides.map(factsAt), factsAtServer(reader)])
    if (others.every((facts) => JSON.stringify(facts) === JSON.stringify(first))) return true
  }
  return false
}

async function outcomeOf(sides: readonly FuzzSide[], typists: readonly FuzzTypist[]) {
  const texts = await Promise.all(sides.map(async ({ ime }) => (await ime.lines()).join('\n')))
  const records = typists.map(({ record }) => record)
  const deleted = new Set(records.flatMap((record) => record.deleted))
  const written = records.flatMap((record) => record.written)
  const endings = await Promise.all(sides.map(({ ime }) => ime.takeEndings()))
  const broken = records.flatMap(({ composed }, index) =>
    JSON.stringify(composed) === JSON.stringify(endings[index]) ? [] : [`${composed} / ${endings[index]}`],
  )
  return {
    composedCount: records.flatMap(({ composed }) => composed).length,
    cutCount: records.reduce((count, { cuts }) => count + cuts, 0),
    deletedCount: deleted.size,
    lost: written.filter((word) => !deleted.has(word) && texts.some((text) => !text.includes(word))),
    returned: [...deleted].filter((word) => texts.some((text) => text.includes(word))),
    broken,
  }
}

/**
 * Two people in two browsers type, compose, delete, split, change lines and lose the network in one note, all at random and
 * at the same time; then both come back, and what they hold is compared with what they did. Of a fault all that happened is kept.
 *
 * Cost: about a quarter of a second an act.
 */
export async function imeFuzz({ seed, acts }: ImeFuzzOptions): Promise<ImeFuzzReport> {
  const server = await startServer()
  const browsers = await Promise.all([openBrowser(), openBrowser()])
  const reader = await readerAt(server)
  try {
    const people = await Promise.all(browsers.map((browser, number) => sitDown(browser, server, number)))
    const witness = new FuzzWitness(people, reader.participant)
    const sides = await Promise.all(
      people.map((person, number) => openSide(person, server, { number, random: seededRandom(seed + number) })),
    )
    await witness.begin()
    const typists = sides.map((side) => new FuzzTypist(side, (act) => witness.noteAct(side.number, act)))
    await Promise.all(
      typists.map(async (typist) => {
        for (let act = 0; act < acts; act += 1) await typist.act()
      }),
    )
    await allSaved(sides, typists)
    const isEqual = await equalFacts(reader, sides)
    const report = { seed, acts, ...(await outcomeOf(sides, typists)), isEqual }
    const isGood = isEqual && report.lost.length + report.broken.length === 0
    return isGood ? report : { ...report, trace: await witness.keep(`imeFuzz-${seed}`, report) }
  } finally {
    reader.participant.leave()
    for (const browser of browsers) await browser.close()
    await server.stop()
  }
}

/** The long form: twenty rounds of eighty acts of each, each round with a seed of its own that is printed. */
export async function imeFuzzLong(
  seed: number,
  rounds = LONG_ROUNDS,
): Promise<{ readonly isGood: boolean; readonly figures: string }> {
  const reports: ImeFuzzReport[] = []
  for (let round = 0; round < rounds; round += 1) {
    const report = await imeFuzz({ seed: seed + round, acts: LONG_ACTS })
    console.log(JSON.stringify(report))
    reports.push(report)
  }
  const sum = (count: (report: ImeFuzzReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0)
  const faults = sum(({ lost, broken, isEqual }) => lost.length + broken.length + (isEqual ? 0 : 1))
  return {
    isGood: faults === 0,
    figures: `${reports.length} notes, ${sum(({ acts }) => 2 * acts)} acts, ${sum((each) => each.composedCount)} compositions, ${sum((each) => each.deletedCount)} deletions, ${sum((each) => each.cutCount)} cuts: ${faults} faults, ${sum(({ returned }) => returned.length)} deleted words back`,
  }
}
