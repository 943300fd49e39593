import type { WebsocketProvider } from 'y-websocket'

/**
 * Brings quiet presence back at once after a reconnect. Stock y-websocket loses it for a quarter of a minute: whoever saw
 * us leave ignores our unchanged clock, and we ignore theirs.
 */
export function recoverPresence({ awareness }: WebsocketProvider, status: string): void {
  if (status === 'connected') awareness.setLocalState(awareness.getLocalState())
  if (status !== 'disconnected') return
  for (const id of [...awareness.meta.keys()]) if (id !== awareness.clientID) awareness.meta.delete(id)
}
