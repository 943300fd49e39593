import { Item, type Transaction, UndoManager } from 'yjs'

const { integrate, mergeWith } = Item.prototype

/** What undos of this page have brought back. */
const broughtBack = new WeakSet<Item>()

/**
 * What an undo puts back stands between neighbours that follow each other. Yjs 13.6 may name for the right one something that
 * stands left of the left one (its issue 794); others would place that elsewhere, and the server takes it for forged.
 */
Item.prototype.integrate = function integrateInOrder(this: Item, transaction: Transaction, offset: number): void {
  if (transaction.origin instanceof UndoManager) broughtBack.add(this)
  if (transaction.origin instanceof UndoManager && this.left !== null && !standsRightOf(this.left, this.right)) {
    this.right = this.left.right
    this.rightOrigin = this.right?.id ?? null
  }
  integrate.call(this, transaction, offset)
}

/**
 * What is brought back stays in the parts that it was written in. Yjs 13.6 makes one of neighbours that it has brought back, and
 * the next undo, which looks for one's own word there, takes out the whole of it, with what another has written behind it.
 */
Item.prototype.mergeWith = function mergeUnlessBroughtBack(this: Item, right: Item): boolean {
  return !broughtBack.has(this) && !broughtBack.has(right) && mergeWith.call(this, right)
}

function standsRightOf(left: Item, right: Item | null): boolean {
  let next = left.right
  while (next !== null && next !== right) next = next.right
  return next === right
}

const { clear } = UndoManager.prototype

/**
 * What an undo has brought back is kept after the next edit too, when there is nothing to redo any more. Yjs 13.6 lets it go
 * then, and where another has deleted it, an earlier undo that would bring something back into it throws. Costs the text of it
 * for as long as the page is open.
 */
UndoManager.prototype.clear = function clearButKeep(this: UndoManager, ofUndo = true, ofRedo = true): void {
  if (ofUndo) clear.call(this, ofUndo, ofRedo)
  else if (ofRedo) this.redoStack = []
}
