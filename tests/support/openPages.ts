import { type CollabRig, tokenOf } from './collabRig.ts'
import { NodePage } from './nodePage.ts'

/** Pages on a rig's document; they have to leave before the rig stops. */
export class OpenPages {
  readonly #rig: CollabRig
  readonly #pages: NodePage[] = []

  constructor(rig: CollabRig) {
    this.#rig = rig
  }

  /** The n-th member's page, with the whole document. */
  async open(member: number): Promise<NodePage> {
    const page = new NodePage({ ...this.#rig.doorOf(member), token: tokenOf(member) })
    this.#pages.push(page)
    await page.opened()
    return page
  }

  leave(): void {
    for (const page of this.#pages) page.leave()
  }
}
