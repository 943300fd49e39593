import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { bodyOf } from '#shared/document/readBody.ts'
import type { Person } from './browser.ts'
import { FUZZ_WORD } from './fuzzWords.ts'
import { attendTo, type TraceEvent, traceOf, tracePage } from './pageTrace.ts'
import type { Participant } from './participant.ts'

/** Who saw it: one of the two pages, the line between a page and the server, or the server itself. */
type Seen = TraceEvent & { readonly by: string }

const now = (): number => performance.timeOrigin + performance.now()

/**
 * Writes down what two pages do to one note, what goes over their lines, and what the server's journal takes: a word that is
 * lost is found out about only afterwards, and does not get lost again for the asking.
 */
export class FuzzWitness {
  readonly #pages: readonly Page[]
  readonly #seen: Seen[] = []

  constructor(people: readonly Person[], server: Participant) {
    this.#pages = people.map(({ page }) => page)
    for (const [number, page] of this.#pages.entries()) this.#watchLine(page, `line ${number}`)
    this.#watchServer(server)
  }

  /** Begins once the pages show the note. */
  async begin(): Promise<void> {
    await Promise.all(this.#pages.map(tracePage))
  }

  /** One of the two begins to do something. */
  async noteAct(number: number, act: string): Promise<void> {
    const page = this.#pages[number]
    if (page !== undefined) await attendTo(page)
    this.#note(`typist ${number}`, act)
  }

  /** Keeps all of it in a file, whose path it answers. */
  async keep(name: string, outcome: unknown): Promise<string> {
    const ofPages = await Promise.all(this.#pages.map(traceOf))
    const pages = ofPages.flatMap((events, number) => events.map((event) => ({ ...event, by: `page ${number}` })))
    const events = [...this.#seen, ...pages].toSorted((one, other) => one.at - other.at)
    const path = join(tmpdir(), `${name}.json`)
    writeFileSync(path, JSON.stringify({ outcome, events }))
    return path
  }

  #note(by: string, what: string): void {
    this.#seen.push({ at: now(), by, what, where: '', update: '' })
  }

  #watchLine(page: Page, by: string): void {
    const noteFrame = (what: string, payload: string | Buffer): void => {
      const bytes = Buffer.from(payload)
      this.#seen.push({ at: now(), by, what, where: `${bytes[0]} ${bytes[1]}`, update: bytes.toString('base64') })
    }
    page.on('websocket', (socket) => {
      this.#note(by, 'opens')
      socket.on('framesent', ({ payload }) => noteFrame('sends', payload))
      socket.on('framereceived', ({ payload }) => noteFrame('brings', payload))
      socket.on('close', () => this.#note(by, 'closes'))
    })
    page.on('request', (request) => {
      if (request.url().endsWith('/frames')) this.#note(by, 'posts')
    })
  }

  #watchServer({ doc }: Participant): void {
    const wordsNow = () => new Set(bodyOf(doc).toString().match(FUZZ_WORD))
    let words = wordsNow()
    doc.on('update', (update: Uint8Array) => {
      const after = wordsNow()
      const came = [...after].filter((word) => !words.has(word)).map((word) => `+${word}`)
      const went = [...words].filter((word) => !after.has(word)).map((word) => `-${word}`)
      words = after
      const bytes = Buffer.from(update).toString('base64')
      this.#seen.push({ at: now(), by: 'server', what: 'takes', where: [...came, ...went].join(' '), update: bytes })
    })
  }
}
