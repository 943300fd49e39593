import type { Browser, Page } from 'playwright-core'
import { afterAll, onTestFailed, onTestFinished, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { isWithoutBrowser, openLightBrowser, type Person, personAt, type Seating } from './browser.ts'
import { KeptForFiles } from './keptForFiles.ts'
import { type ServerProcess, type ServerSettings, startServer } from './startServer.ts'
import { demoVisitor, type Visitor } from './visitor.ts'

/** Where the demo's conference that is under way has its note. */
export const NOTE = `/conferences/${fixedId('conference', 1)}`

const skip = isWithoutBrowser()

/** A test in a browser. On a machine without one it is not run, and that was said. */
export const browserTest: ReturnType<typeof test.skipIf> = test.skipIf(skip)

/** For the files that one process of tests takes on, one after another. */
const inTurn = test.extend<{ readonly kept: KeptForFiles }>({
  kept: [
    // biome-ignore lint/correctness/noEmptyPattern: reason: vitest reads out of it that nothing else is needed
    async ({}, use) => {
      const kept = new KeptForFiles()
      await use(kept)
      await kept.end()
    },
    { scope: 'worker' },
  ],
})

/** The demo council's server in a process of its own, and a browser: for all tests of a file. */
class DemoInBrowser {
  #server: ServerProcess | null = null
  #browser: Browser | null = null
  readonly #regulars = new Map<string, Person>()

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

  /**
   * Somebody who stays from one test of the file to the next, since coming anew takes longer than most of what is tried. At
   * this size, and on no paper; what else a test leaves open at their page the next one finds, but for one that has failed.
   */
  async regular({ path, ...seating }: Seating): Promise<Person> {
    const who = `${seating.letter} ${seating.language ?? 'ja'}`
    const person = this.#regulars.get(who) ?? (await personAt(this.browser, this.address, seating))
    this.#regulars.set(who, person)
    onTestFailed(async () => {
      this.#regulars.delete(who)
      await person.context.close()
    })
    const { page } = person
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize(seating.size)
    if (path !== undefined) await this.show(page, path)
    return person
  }

  /** The same, with the note open. */
  async regularAtNote(seating: Seating): Promise<Person> {
    const person = await this.regular({ path: NOTE, ...seating })
    await isOpen(person.page)
    return person
  }

  async openNote(page: Page, path = NOTE): Promise<void> {
    await page.goto(this.address + path)
    await isOpen(page)
  }

  /**
   * Shows an address at a page: loads the first, and goes to the others as Back does, which takes a fraction of that. It is
   * there with a heading that was not there before, so two addresses of one screen do not follow each other, and without the
   * ring of what is still waited for.
   */
  async show(page: Page, path: string): Promise<void> {
    if (page.url() === this.address + path) return
    if (page.url() === 'about:blank') await page.goto(this.address + path)
    else await page.evaluate(goBackTo, path)
    await page.locator('h1:not([data-left])').first().waitFor()
    await page.locator('[role=status] svg.animate-spin').waitFor({ state: 'detached' })
  }

  /** Ends the server as a power cut would, and starts it again at the same address. */
  async restartServer(): Promise<void> {
    const { dataDir, address } = this.server
    await this.server.kill()
    this.#server = await startServer({ dataDir, port: Number(new URL(address).port) })
  }

  begin(server: ServerProcess, browser: Browser): void {
    this.#server = server
    this.#browser = browser
  }

  /** Closes whatever the file has left open in the browser. */
  async leave(): Promise<void> {
    for (const context of this.#browser?.contexts() ?? []) await context.close()
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop()
  }
}

/** Runs in the page. */
function goBackTo(path: string): void {
  for (const heading of document.querySelectorAll('h1')) heading.dataset.left = ''
  history.pushState(null, '', path)
  dispatchEvent(new PopStateEvent('popstate', { state: null }))
}

const isOpen = (page: Page) => page.locator('.ProseMirror p').first().waitFor()

interface DemoSetting {
  /** How a server of the file's own is begun; without it the file has the one that others had before. */
  readonly settings?: () => Promise<ServerSettings>
  readonly open?: () => Promise<Browser>
}

/** All tests of a file have the demo as it is made, and it is theirs alone, however the file before has ended. */
export function demoInBrowser({ settings, open = openLightBrowser }: DemoSetting = {}): DemoInBrowser {
  const demo = new DemoInBrowser()
  inTurn.beforeAll(async ({ kept }) => {
    if (skip) return
    const server = settings === undefined ? kept.server() : settings().then(startServer)
    demo.begin(...(await Promise.all([server, kept.browser(open)])))
  })
  afterAll(async () => {
    await demo.leave()
    if (settings !== undefined) await demo.stopServer()
  })
  return demo
}
