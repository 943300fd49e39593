/** What may have changed: everybody's rights are judged again, so no list of whom it concerns can be wrong. */
export interface Revocation {
  /** Rises with every change that can take a right away. A verdict is good for the epoch it was made in. */
  epoch(): number
  /** Says that a right may have ended; call it in the same breath as the commit. */
  raise(): void
  onRaised(listener: () => void): void
  /** Says that a session has ended: its sockets close now. */
  endSession(sessionId: string): void
  onSessionEnded(listener: (sessionId: string) => void): void
}

/** Revocation within one process. */
export function localRevocation(): Revocation {
  let epoch = 1
  const raised: (() => void)[] = []
  const ended: ((sessionId: string) => void)[] = []
  return {
    epoch: () => epoch,
    raise() {
      epoch += 1
      for (const listener of raised) listener()
    },
    onRaised: (listener) => void raised.push(listener),
    endSession(sessionId) {
      for (const listener of ended) listener(sessionId)
    },
    onSessionEnded: (listener) => void ended.push(listener),
  }
}
