import { Item, type Transaction, UndoManager } from 'yjs'

const integrate = Item.prototype.integrate

/**
 * What an undo puts back stands between neighbours that follow each other. Yjs 13.6 may name for the right one something that
 * stands left of the left one (its issue 794); others would place that elsewhere, and the server takes it for forged.
 */
Item.prototype.integrate = function integrateInOrder(this: Item, transaction: Transaction, offset: number): void {
  if (transaction.origin instanceof UndoManager && this.left !== null && !standsRightOf(this.left, this.right)) {
    this.right = this.left.right
    this.rightOrigin = this.right?.id ?? null
  }
  integrate.call(this, transaction, offset)
}

function standsRightOf(left: Item, right: Item | null): boolean {
  let next = left.right
  while (next !== null && next !== right) next = next.right
  return next === right
}
