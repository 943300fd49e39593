import { useSyncExternalStore } from 'react'
import type { DocumentConnection, SyncState } from './documentConnection.ts'
import type { Presence } from './presence.ts'

/** The document's own state, re-rendered when it changes. Holds no copy that could go stale. */
export function useSyncState(connection: DocumentConnection): SyncState {
  return useSyncExternalStore(connection.subscribe, connection.state)
}

export function usePresence(connection: DocumentConnection): readonly Presence[] {
  return useSyncExternalStore(connection.presence.subscribe, connection.presence.snapshot)
}
