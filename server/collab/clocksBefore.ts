import * as Y from 'yjs'
import type { NewUpdate } from './batch.ts'

/** The state vector from before some updates are applied, for whoever turns out not to get them; made only when asked for. */
export function clocksBefore(doc: Y.Doc, updates: readonly NewUpdate[]): () => Uint8Array {
  const clocks = updates.flatMap(({ clientIds }) => clientIds).map((id) => [id, Y.getState(doc.store, id)] as const)
  return () => {
    const vector = Y.getStateVector(doc.store)
    for (const [clientId, clock] of clocks) vector.set(clientId, clock)
    return Y.encodeStateVector(vector)
  }
}
