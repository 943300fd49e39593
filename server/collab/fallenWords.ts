import type * as Y from 'yjs'
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
  const named = namedDeletions(updates)
  return away.flatMap(([author, ranges]) => {
    const lost = unseenWords(transaction, author, () => named).filter(({ written }) => written.length > 0)
    return lost.length === 0 ? [] : [{ author, lost, unnamed: { clients: new Map([[author, ranges]]) } }]
  })
}
