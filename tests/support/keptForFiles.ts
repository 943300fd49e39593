import type { Browser } from 'playwright-core'
import { type ServerProcess, startServer } from './startServer.ts'
import { demoVisitor, Visitor } from './visitor.ts'

type OpenBrowser = () => Promise<Browser>

/** Empties the demo and makes it anew, as people do. False, and said, where the file before has left nobody who could. */
async function isMadeAnew({ address }: ServerProcess): Promise<boolean> {
  const administrator = await demoVisitor(address, 'A')
  const emptied = await administrator.send('DELETE', '/api/demo-council')
  const newcomer = new Visitor(address)
  await newcomer.readSession()
  const made = await newcomer.post('/api/demo-council')
  const isNew = emptied.status === 204 && made.status === 201
  if (!isNew)
    console.warn(`The demo was not made anew (${emptied.status}, ${made.status}): its server is started again.`)
  return isNew
}

/** A server and a browser that go from one file to the next: what takes longest to start, and is then as good as new. */
export class KeptForFiles {
  #server: ServerProcess | null = null
  #browser: { readonly open: OpenBrowser; readonly opened: Browser } | null = null

  /** With the demo as it is made. */
  async server(): Promise<ServerProcess> {
    if (this.#server !== null && (await isMadeAnew(this.#server))) return this.#server
    await this.#server?.stop()
    this.#server = await startServer()
    return this.#server
  }

  /** One opened so; one that was opened otherwise is closed, since each takes the memory of a browser. */
  async browser(open: OpenBrowser): Promise<Browser> {
    if (this.#browser?.open === open && this.#browser.opened.isConnected()) return this.#browser.opened
    await this.#browser?.opened.close()
    this.#browser = { open, opened: await open() }
    return this.#browser.opened
  }

  async end(): Promise<void> {
    await this.#browser?.opened.close()
    await this.#server?.stop()
  }
}
