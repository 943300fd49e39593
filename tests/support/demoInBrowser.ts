import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { isWithoutBrowser, openLightBrowser, type Person, personAt, type Seating } from './browser.ts'
import { type ServerProcess, type ServerSettings, startServer } from './startServer.ts'
import { demoVisitor, type Visitor } from './visitor.ts'

/** Where the demo's conference that is under way has its note. */
export const NOTE = `/conferences/${fixedId('conference', 1)}`

const skip = isWithoutBrowser()

/** A test in a browser. On a machine without one it is not run, and that was said. */
export const browserTest: ReturnType<typeof test.skipIf> = test.skipIf(skip)

/** The demo council's server in a process of its own, and a browser: for all tests of a file. */
class DemoInBrowser {
  #server: ServerProcess | null = null
  #browser: Browser | null = null

  get server(): ServerProcess {
    if (this.#server === null) throw new Error('the server is started before the first test')
    return this.#server
  }

  get browser(): Browser {
    if (this.#browser === null) throw new Error('the browser is started before the first test')
    return this.#browser
  }

  get address(): string {
    return this.server.address
  }

  /** Somebody signed in without a browser. */
  visitor(letter: string): Promise<Visitor> {
    return demoVisitor(this.address, letter)
  }

  /** Somebody signed in at a browser profile of their own, until the test ends. */
  async person(seating: Seating): Promise<Person> {
    const person = await personAt(this.browser, this.address, seating)
    onTestFinished(() => person.context.close())
    return person
  }

  /** The same, with the note open. */
  async personAtNote(seating: Seating): Promise<Person> {
    const person = await this.person({ path: NOTE, ...seating })
    await isOpen(person.page)
    return person
  }

  async openNote(page: Page, path = NOTE): Promise<void> {
    await page.goto(this.address + path)
    await isOpen(page)
  }

  /** Ends the server as a power cut would, and starts it again at the same address. */
  async restartServer(): Promise<void> {
    const { dataDir, address } = this.server
    await this.server.kill()
    this.#server = await startServer({ dataDir, port: Number(new URL(address).port) })
  }

  async start(settings: ServerSettings, open: () => Promise<Browser>): Promise<void> {
    await Promise.all([this.#startServer(settings), this.#openBrowser(open)])
  }

  async #startServer(settings: ServerSettings): Promise<void> {
    this.#server = await startServer(settings)
  }

  async #openBrowser(open: () => Promise<Browser>): Promise<void> {
    this.#browser = await open()
  }

  async stop(): Promise<void> {
    await this.#browser?.close()
    await this.#server?.stop()
  }
}

const isOpen = (page: Page) => page.locator('.ProseMirror p').first().waitFor()

interface DemoSetting {
  readonly settings?: () => Promise<ServerSettings>
  readonly open?: () => Promise<Browser>
}

/** Started before the first test of the file and stopped after its last, however they end. */
export function demoInBrowser({
  settings = async () => ({}),
  open = openLightBrowser,
}: DemoSetting = {}): DemoInBrowser {
  const demo = new DemoInBrowser()
  beforeAll(async () => {
    if (!skip) await demo.start(await settings(), open)
  })
  afterAll(() => demo.stop())
  return demo
}
