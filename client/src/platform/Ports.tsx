import { createContext, useContext } from 'react'
import type { Clock } from '#shared/core/time.ts'
import type { Hints } from './hints.ts'
import type { Http } from './http.ts'

/** What a screen needs of the world, handed in once. */
export interface Ports {
  readonly http: Http
  readonly hints: Hints
  readonly clock: Clock
}

const PortsContext = createContext<Ports | null>(null)

export const PortsProvider = PortsContext.Provider

export function usePorts(): Ports {
  const ports = useContext(PortsContext)
  if (ports === null) throw new Error('a screen stands outside PortsProvider')
  return ports
}
