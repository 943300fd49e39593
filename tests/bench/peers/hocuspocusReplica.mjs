// The client side of Hocuspocus with this folder's own Yjs: two copies of Yjs in one replica would not know each other.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

/** Opens one replica; resolves when it has synced. `onSaved` hears Hocuspocus' own "no unsynced changes", which is not durable. */
export async function openHocuspocus(url, room) {
  const doc = new Y.Doc()
  const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
  const { promise, resolve } = Promise.withResolvers()
  const provider = new HocuspocusProvider({ websocketProvider, name: room, document: doc, onSynced: () => resolve() })
  provider.attach()
  await promise
  return {
    Y,
    doc,
    onSaved: (listener) => provider.on('unsyncedChanges', ({ number }) => number === 0 && listener()),
    close: () => {
      provider.destroy()
      websocketProvider.destroy()
      doc.destroy()
    },
  }
}
