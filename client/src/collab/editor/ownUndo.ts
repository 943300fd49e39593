import { ySyncPluginKey } from '@tiptap/y-tiptap'
import {
  AbstractType,
  ContentType,
  Item,
  iterateDeletedStructs,
  type Transaction,
  UndoManager,
  XmlElement,
  type XmlFragment,
} from 'yjs'
import { holdsOnlyWords, type UndoStep, withoutStanding } from './standingLines.ts'

/** Nodes that are none without the line that they begin with. */
const ENTRIES: readonly string[] = ['listItem', 'taskItem']

/**
 * True for a block or a text that another has written in. What one wrote in it oneself was taken out before, so what is left
 * is another's; and an entry of a list that keeps something keeps its line too.
 */
function isInUse({ content, parent }: Item): boolean {
  if (!(content instanceof ContentType)) return false
  if (content.type._length > 0) return true
  const entry = parent instanceof XmlElement && ENTRIES.includes(parent.nodeName) ? parent : null
  return entry !== null && entry.length > 1 && entry.get(0) === content.type
}

/** True for a change made here with whose blocks something fell that another has written in them. */
function takesAlong(transaction: Transaction): boolean {
  const { doc, deleteSet, origin } = transaction
  if (origin !== ySyncPluginKey) return false
  const ofOthers = new Map([...deleteSet.clients].filter(([client]) => client !== doc.clientID))
  let fell = false
  iterateDeletedStructs(transaction, { clients: ofOthers }, (struct) => {
    if (struct instanceof Item && struct.parent instanceof AbstractType) fell ||= struct.parent._item?.deleted === true
  })
  return fell
}

/** Yjs takes steps until one does something; here each is looked at in the note as the one before has left it. */
function takeStep(body: XmlFragment, steps: UndoStep[], take: () => UndoStep | null): UndoStep | null {
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    step.deletions = withoutStanding(body, step)
    if (holdsOnlyWords(body, step)) continue
    const before = steps.splice(0)
    steps.push(step)
    try {
      const taken = take()
      if (taken !== null) return taken
    } finally {
      steps.unshift(...before)
    }
  }
  return null
}

class OwnUndo extends UndoManager {
  readonly #body: XmlFragment

  constructor(body: XmlFragment) {
    super(body, {
      trackedOrigins: new Set([ySyncPluginKey]),
      captureTransaction: (transaction: Transaction) => {
        if (takesAlong(transaction)) this.stopCapturing()
        return transaction.meta.get('addToHistory') !== false
      },
      deleteFilter: (item: Item) => !isInUse(item),
    })
    this.#body = body
  }

  override undo() {
    return takeStep(this.#body, this.undoStack, () => super.undo())
  }

  override redo() {
    return takeStep(this.#body, this.redoStack, () => super.redo())
  }
}

/**
 * As y-tiptap 3.0.9 makes it, which keeps another's words in paragraphs only: with a list or a table that is taken back they
 * would go. A line that another has made something else since is not brought back beside what it is now. And a change that
 * takes along what another wrote is a step of its own: Yjs brings nothing back into a block that was made and taken away in one.
 */
export function ownUndo(body: XmlFragment): UndoManager {
  const undo = new OwnUndo(body)
  const before = latest.get(body)
  if (before !== undefined) {
    undo.undoStack = before.undoStack
    undo.redoStack = before.redoStack
  }
  latest.set(body, undo)
  return undo
}

/** An editor that is made anew in the same page, as in another language, goes on with the steps of the one before. */
const latest = new WeakMap<XmlFragment, OwnUndo>()
