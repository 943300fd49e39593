import { isWriteFrame } from '#shared/protocol/frames.ts'

export interface SocketWatcher {
  /** A write frame is about to go out: one that holds every edit so far (SyncStep2), or only the newest. */
  wroteFrame(carries: 'everything' | 'newest'): void
  /** A message of any kind came in. */
  heard(): void
}

const UPDATE = 2

/** The browser's WebSocket, which also says what passes: y-websocket has no hook for what it sends. */
export function watchedWebSocket(Base: typeof WebSocket, watcher: SocketWatcher): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', () => watcher.heard())
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && isWriteFrame(data))
        watcher.wroteFrame(data[1] === UPDATE ? 'newest' : 'everything')
      super.send(data)
    }
  }
}
