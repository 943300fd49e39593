import * as Y from 'yjs'
import { addTo } from '#shared/document/namedDoc.ts'
import {
  type ClockRange,
  type DeleteSet,
  type LostBlock,
  namedDeletions,
  unseenWords,
} from '#shared/document/unseenWords.ts'

/** Words of a member that fell with their lines when somebody else took those away without having seen them. */
export interface FallenWords {
  /** The id that the words were written under. */
  readonly author: number
  readonly lost: readonly LostBlock[]
  /** All of theirs that fell with these lines. What came when its line had gone is not among it: that is for its author's page to carry. */
  readonly unnamed: DeleteSet
}

/** What fell `unnamed` in `transaction`, which applied `updates`, of those whom `isSought` names. To be asked before it is cleaned up. */
export function fallenWords(
  transaction: Y.Transaction,
  { unnamed, updates }: { readonly unnamed: DeleteSet; readonly updates: readonly Uint8Array[] },
  isSought: (author: number) => boolean,
): readonly FallenWords[] {
  const sought = [...unnamed.clients].filter(([author]) => isSought(author))
  if (sought.length === 0) return []
  // What the document had deleted before is cut off before it is applied, so nothing named is somebody's own of before.
  const told = { named: namedDeletions(updates), untold: Y.createDeleteSet() }
  return sought.flatMap(([author, ranges]) => {
    const lost = unseenWords(transaction, author, () => told).filter(({ written }) => written.length > 0)
    return lost.length === 0 ? [] : [{ author, lost, unnamed: fellWithLine(transaction, [author, ranges]) }]
  })
}

function fellWithLine(transaction: Y.Transaction, ofAuthor: readonly [number, ClockRange[]]): DeleteSet {
  const fell = Y.createDeleteSet()
  Y.iterateDeletedStructs(transaction, { clients: new Map([ofAuthor]) }, (struct) => {
    if (struct instanceof Y.Item && isInFallen(struct, transaction.deleteSet)) addTo(fell, struct)
  })
  return fell
}

function isInFallen({ parent }: Y.Item, fallen: DeleteSet): boolean {
  const line = parent instanceof Y.AbstractType ? parent._item : null
  return line !== null && (Y.isDeleted(fallen, line.id) || isInFallen(line, fallen))
}
