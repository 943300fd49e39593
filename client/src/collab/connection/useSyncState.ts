import { useSyncExternalStore } from 'react'
import type { DocumentConnection, SyncState } from './documentConnection.ts'
import type { Presence } from './presence.ts'

type Plain = string | number | boolean | null

/** What `read` makes of the document's own state, re-rendered when that changes and not at each letter. Holds no copy that could go stale. */
export function useSync<Value extends Plain>(connection: DocumentConnection, read: (state: SyncState) => Value): Value {
  return useSyncExternalStore(connection.subscribe, () => read(connection.state()))
}

export function usePresence(connection: DocumentConnection): readonly Presence[] {
  return useSyncExternalStore(connection.presence.subscribe, connection.presence.snapshot)
}
