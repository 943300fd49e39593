import type { Atomically } from '#server/platform/mongo.ts'

/** What may have changed: everybody's rights are judged again, so no list of whom it concerns can be wrong. */
export interface Revocation {
  /**
   * Rises with every change that can take a right away. A verdict is good for the epoch it was made in; while the store
   * cannot be asked there is none, and the answer equals nothing, itself included.
   */
  epoch(): number
  onRaised(listener: () => void): void
  onSessionEnded(listener: (sessionId: string) => void): void
}

/** How a use case ends rights and sign-ins, here and at every other node. */
export interface Endings {
  /**
   * Runs work in one transaction that also keeps, durably, that rights may have ended: with the commit they are judged anew
   * here, and within 300 ms at every other node. Throws: as `Atomically`.
   */
  readonly endingRights: Atomically
  /** As `endingRights`, of one sign-in: its sockets close, wherever they are. End the session itself before. */
  endingSession<Value>(sessionId: string, work: () => Promise<Value>): Promise<Value>
}

/** Revocation within one process. */
export interface LocalRevocation extends Revocation {
  /** Says that a right may have ended; call it in the same breath as the commit. */
  raise(): void
  /** Says that a session has ended: its sockets close now. */
  endSession(sessionId: string): void
}

export function localRevocation(): LocalRevocation {
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
