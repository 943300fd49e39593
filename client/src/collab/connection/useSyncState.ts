import { useSyncExternalStore } from 'react'
import type { DocumentConnection, SyncState } from './documentConnection.ts'
import type { Presence } from './presence.ts'

/** The document's own state, re-rendered when it changes, at each letter. Holds no copy that could go stale. */
export function useSyncState(connection: DocumentConnection): SyncState {
  return useSyncExternalStore(connection.subscribe, connection.state)
}

/** One field of it, re-rendered when that changes: what holds the editor is not drawn anew at each letter. */
export function useSyncField<Field extends keyof SyncState>(
  connection: DocumentConnection,
  field: Field,
): SyncState[Field] {
  return useSyncExternalStore(connection.subscribe, () => connection.state()[field])
}

export function usePresence(connection: DocumentConnection): readonly Presence[] {
  return useSyncExternalStore(connection.presence.subscribe, connection.presence.snapshot)
}
