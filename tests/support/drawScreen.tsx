import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, render } from '@testing-library/react'
import { type ReactNode, Suspense } from 'react'
import { I18nextProvider } from 'react-i18next'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { onTestFinished } from 'vitest'
import type { Hints } from '#client/platform/hints.ts'
import { createHttp, type Http } from '#client/platform/http.ts'
import { PortsProvider } from '#client/platform/Ports.tsx'
import { createQueries } from '#client/platform/queries.ts'
import { useKitWords } from '#client/platform/useKitWords.ts'
import { addWorkWords, startWords, words } from '#client/platform/words.ts'
import { StatusRegion } from '#client/ui/StatusRegion.tsx'
import { UiWordsProvider } from '#client/ui/UiWords.tsx'
import { stillClock } from './stillClock.ts'

// A second, its own, is too short on a machine that others share.
configure({ asyncUtilTimeout: 10_000 })

// jsdom has no `CSS`, and a dialog asks it to escape the name of a meta element, which has nothing to escape.
if (Reflect.get(globalThis, 'CSS') === undefined) Object.assign(globalThis, { CSS: { escape: (name: string) => name } })

/** Tells nothing: there is no server. */
export const noHints: Hints = { listen: () => () => undefined, isLive: () => false }

/** Answers requests by method and path, and remembers what was sent. */
export interface FakeServer {
  readonly http: Http
  readonly sent: { readonly line: string; readonly body: unknown }[]
}

type Answer = { readonly status: number; readonly body: unknown }

export function fakeServer(answers: { readonly [line: string]: Answer }): FakeServer {
  const sent: { line: string; body: unknown }[] = []
  const http = createHttp((input, init) => {
    const line = `${init?.method ?? 'GET'} ${String(input)}`
    sent.push({ line, body: typeof init?.body === 'string' ? JSON.parse(init.body) : null })
    const answer = answers[line]
    if (answer === undefined) return Promise.reject(new TypeError(`nobody answers ${line}`))
    const text = answer.body === null ? null : JSON.stringify(answer.body)
    return Promise.resolve(new Response(text, { status: answer.status }))
  })
  return { http, sent }
}

function KitWords({ children }: { readonly children: ReactNode }) {
  return <UiWordsProvider value={useKitWords()}>{children}</UiWordsProvider>
}

/**
 * Draws a piece of the product with its ports, in Japanese, at an address of its own, until the test ends or draws another; `onFailure`
 * stands in for it when it throws.
 */
export async function drawScreen(screen: ReactNode, server: FakeServer = fakeServer({}), onFailure: ReactNode = null) {
  cleanup()
  // A dialog that stayed open would draw the focus to itself, in the tests of other files too.
  onTestFinished(cleanup)
  if (!words.isInitialized) await startWords()
  await addWorkWords()
  const router = createMemoryRouter([
    { path: '*', element: <Suspense fallback="…">{screen}</Suspense>, errorElement: onFailure },
  ])
  return render(
    <I18nextProvider i18n={words}>
      <PortsProvider value={{ http: server.http, hints: noHints, clock: stillClock }}>
        <QueryClientProvider client={createQueries()}>
          <KitWords>
            <StatusRegion>
              <RouterProvider router={router} />
            </StatusRegion>
          </KitWords>
        </QueryClientProvider>
      </PortsProvider>
    </I18nextProvider>,
  )
}
