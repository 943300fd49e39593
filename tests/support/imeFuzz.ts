import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { digestChunks } from '#shared/document/digest.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { DESK, openBrowser, personAt } from './browser.ts'
import { type DocumentFacts, documentFacts, type ReadableDoc } from './documentFacts.ts'
import { type FuzzSide, FuzzTypist } from './fuzzTypist.ts'
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
}

/** Who they are in the demo: a coordinator and one of the staff. */
const LETTERS = ['B', 'D'] as const
const CONFERENCE = fixedId('conference', 1)
const COORDINATOR = fixedId('member', 2)
const LONGEST_SETTLING_MS = 30_000
const LONG_ROUNDS = 20
const LONG_ACTS = 80

async function openSide(
  browser: Browser,
  server: ServerProcess,
  side: { number: number; seed: number },
): Promise<FuzzSide> {
  const person = await personAt(browser, server.address, { letter: LETTERS[side.number] ?? '', size: DESK })
  await person.page.goto(`${server.address}/conferences/${CONFERENCE}`)
  await person.page.locator('.ProseMirror p').first().waitFor()
  return { number: side.number, person, ime: await imeTypist(person.page), random: seededRandom(side.seed) }
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

/** What the server holds: read by a client of its own, whose digest is the one that the server tells. */
async function factsAtServer({ address }: ServerProcess): Promise<DocumentFacts> {
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
  const reader = new Participant(door)
  await reader.synced()
  // A root has no type before it is asked for.
  bodyOf(reader.doc)
  const facts = documentFacts(reader.doc)
  const hash = createHash('sha256')
  for (const chunk of digestChunks(reader.doc)) hash.update(chunk)
  reader.leave()
  const { sha256 } = (await visitor.get(`/api/documents/${documentId}/digest`)).body
  return sha256 === hash.digest('hex') ? facts : { ...facts, xml: `digest ${sha256} is of another document` }
}

async function allSaved(sides: readonly FuzzSide[], typists: readonly FuzzTypist[]): Promise<void> {
  for (const typist of typists) await typist.reconnect()
  for (const { person } of sides)
    await person.page.getByText('保存済み').first().waitFor({ timeout: LONGEST_SETTLING_MS })
}

/** Waits until both have received what both have sent. */
async function equalFacts(server: ServerProcess, sides: readonly FuzzSide[]): Promise<boolean> {
  const end = performance.now() + LONGEST_SETTLING_MS
  while (performance.now() < end) {
    const [first, ...others] = await Promise.all([...sides.map(factsAt), factsAtServer(server)])
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
 * at the same time; then both come back, and what they hold is compared with what they did.
 *
 * Cost: about a quarter of a second an act.
 */
export async function imeFuzz({ seed, acts }: ImeFuzzOptions): Promise<ImeFuzzReport> {
  const server = await startServer()
  const browsers = await Promise.all([openBrowser(), openBrowser()])
  try {
    const sides = await Promise.all(
      browsers.map((browser, index) => openSide(browser, server, { number: index, seed: seed + index })),
    )
    const typists = sides.map((side) => new FuzzTypist(side))
    await Promise.all(
      typists.map(async (typist) => {
        for (let act = 0; act < acts; act += 1) await typist.act()
      }),
    )
    await allSaved(sides, typists)
    const isEqual = await equalFacts(server, sides)
    return { seed, acts, ...(await outcomeOf(sides, typists)), isEqual }
  } finally {
    for (const browser of browsers) await browser.close()
    await server.stop()
  }
}

/** The long form: twenty rounds of eighty acts of each, each round with a seed of its own that is printed. */
export async function imeFuzzLong(seed: number): Promise<{ readonly isGood: boolean; readonly figures: string }> {
  const reports: ImeFuzzReport[] = []
  for (let round = 0; round < LONG_ROUNDS; round += 1) {
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
