import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { askForSession } from '#client/features/sign-in/useSession.ts'
import { type Ports, PortsProvider } from '#client/platform/Ports.tsx'
import { createQueries } from '#client/platform/queries.ts'
import { useKitWords } from '#client/platform/useKitWords.ts'
import { AnchorContext } from '#client/ui/Anchor.tsx'
import { StatusRegion } from '#client/ui/StatusRegion.tsx'
import { UiWordsProvider } from '#client/ui/UiWords.tsx'
import { RouterContext } from './onTheWay.ts'
import { RouterAnchor } from './RouterAnchor.tsx'
import { createRoutes } from './routes.tsx'

/** The product in a page: the ports handed in, the words of the kit, the router. */
export function App({ ports }: { readonly ports: Ports }) {
  const [queries] = useState(() => {
    const made = createQueries()
    void askForSession(ports.http, made)
    return made
  })
  const [router] = useState(createRoutes)
  return (
    <PortsProvider value={ports}>
      <QueryClientProvider client={queries}>
        <KitWords>
          <AnchorContext value={RouterAnchor}>
            <StatusRegion>
              <RouterContext value={router}>
                <RouterProvider router={router} />
              </RouterContext>
            </StatusRegion>
          </AnchorContext>
        </KitWords>
      </QueryClientProvider>
    </PortsProvider>
  )
}

function KitWords({ children }: { readonly children: ReactNode }) {
  return <UiWordsProvider value={useKitWords()}>{children}</UiWordsProvider>
}
