import { compareValues } from '../bson/order.ts'
import { type Condition, conjunctsOf, type Leaf } from '../query/condition.ts'
import { samePath } from '../query/fieldPath.ts'

/** Whether every document that passes the leaves surely passes the index's filter. When unsure, no. */
export function impliesPartial(leaves: readonly Leaf[], partial: Condition): boolean {
  return conjunctsOf(partial).every(
    (wanted) => wanted.kind === 'leaf' && leaves.some((leaf) => impliesLeaf(leaf, wanted)),
  )
}

function impliesLeaf(leaf: Leaf, wanted: Leaf): boolean {
  if (!samePath(leaf.path, wanted.path)) return false
  const sameOperand = compareValues(leaf.operand, wanted.operand) === 0
  if (leaf.operator === wanted.operator && sameOperand) return true
  // MongoDB, too, takes a `$type` as given only where the query asks for it in the same words.
  if (wanted.operator === '$type') return false
  if (leaf.operator !== '$eq' || leaf.operand === null || Array.isArray(leaf.operand)) return false
  return wanted.test(leaf.operand)
}
