/** What the browser itself says about the network. */
export interface Network {
  isOffline(): boolean
  /** Calls `listener` at each change; the answer stops it. */
  watch(listener: () => void): () => void
}

export const browserNetwork: Network = {
  isOffline: () => !navigator.onLine,
  watch(listener) {
    addEventListener('online', listener)
    addEventListener('offline', listener)
    return () => {
      removeEventListener('online', listener)
      removeEventListener('offline', listener)
    }
  },
}
