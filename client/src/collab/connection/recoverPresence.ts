import { type Awareness, outdatedTimeout } from 'y-protocols/awareness'
import type { WebsocketProvider } from 'y-websocket'
import type { Instant } from '#shared/core/time.ts'

/**
 * Brings quiet presence back at once after a reconnect. Stock y-websocket loses it for a quarter of a minute: whoever saw
 * us leave ignores our unchanged clock, and we ignore theirs.
 */
export function recoverPresence({ awareness }: WebsocketProvider, status: string): void {
  if (status === 'connected') awareness.setLocalState(awareness.getLocalState())
  if (status !== 'disconnected') return
  for (const id of [...awareness.meta.keys()]) if (id !== awareness.clientID) awareness.meta.delete(id)
}

/**
 * Says again that one is here, when it is time to. Asked at each frame, and there is one every ten seconds: the timers of a
 * page behind another run once a minute, and by then the others have struck it off. A clock that was set back by hours would
 * keep it silent for as long.
 */
export function stayPresent(awareness: Awareness, now: Instant): void {
  const saidAt = awareness.meta.get(awareness.clientID)?.lastUpdated ?? now
  if (Math.abs(now - saidAt) >= outdatedTimeout / 2) awareness.setLocalState(awareness.getLocalState())
}
