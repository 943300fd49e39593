import * as Y from 'yjs'
import { type DeleteSet, type LostBlock, namedDeletions, unseenWords } from '#shared/document/unseenWords.ts'

/** Words of somebody who is not here, which fell with their lines when somebody else took those away without having seen them. */
export interface FallenWords {
  /** The id that the words were written under. */
  readonly author: number
  readonly lost: readonly LostBlock[]
  /** The words where they fell. */
  readonly unnamed: DeleteSet
}

/** What fell `unnamed` in `transaction`, which applied `updates`, of those who are away. To be asked before it is cleaned up. */
export function fallenWords(
  transaction: Y.Transaction,
  { unnamed, updates }: { readonly unnamed: DeleteSet; readonly updates: readonly Uint8Array[] },
  isAway: (author: number) => boolean,
): readonly FallenWords[] {
  const away = [...unnamed.clients].filter(([author]) => isAway(author))
  if (away.length === 0) return []
  // What the document had deleted before is cut off before it is applied, so nothing named is somebody's own of before.
  const told = { named: namedDeletions(updates), untold: Y.createDeleteSet() }
  return away.flatMap(([author, ranges]) => {
    const lost = unseenWords(transaction, author, () => told).filter(({ written }) => written.length > 0)
    return lost.length === 0 ? [] : [{ author, lost, unnamed: { clients: new Map([[author, ranges]]) } }]
  })
}
