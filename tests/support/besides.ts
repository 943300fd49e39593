import type { BrowserContext } from 'playwright-core'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'

interface Change {
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly data?: object
}

/** Asks for a change with the cookies of a browser profile, as any of its tabs would; none of its pages is told. */
async function askBeside({ request }: BrowserContext, address: string, { path, ...change }: Change): Promise<void> {
  const { csrfToken } = (await (await request.get(`${address}/api/session`)).json()) as { readonly csrfToken: string }
  const headers = { origin: address, 'x-csrf-token': csrfToken }
  const answer = await request.fetch(address + path, { ...change, headers })
  if (!answer.ok()) throw new Error(`${change.method} ${path} was answered with ${answer.status()}`)
}

/** Ends the session of a browser profile beside its pages. */
export const signOutBeside = (context: BrowserContext, address: string): Promise<void> =>
  askBeside(context, address, { method: 'DELETE', path: '/api/session' })

/** Begins a session of the demo's person with this letter beside the pages of a browser profile. */
export const signInBeside = (context: BrowserContext, address: string, letter: string): Promise<void> =>
  askBeside(context, address, {
    ...{ method: 'POST', path: '/api/demo-session' },
    data: { memberId: demoMemberId(letter) },
  })
