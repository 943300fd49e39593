import { Extension } from '@tiptap/core'
import type { Fragment, Node as ProseMirrorNode } from '@tiptap/pm/model'
import { Plugin, type Transaction } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import { MAX_DEPTH } from '#shared/document/bodySchema.ts'
import { isFromPeers } from './fromPeers.ts'

/** Unit: bytes a node costs in an update besides its text: its name, its block id, the places it refers to. */
const NODE_BYTES = 120
/** Changes of fewer positions than this are never too large, and are not measured. */
const SURELY_SMALL = 1_000
/** The editor's schema puts a text node below the last element. */
const DEEPEST = MAX_DEPTH - 2

const utf8 = new TextEncoder()

export function bytesOf(content: Fragment): number {
  let bytes = 0
  content.descendants((node: ProseMirrorNode) => {
    bytes += node.isText ? utf8.encode(node.text ?? '').byteLength + node.marks.length * NODE_BYTES : NODE_BYTES
  })
  return bytes
}

const insertedBytes = (transaction: Transaction): number =>
  transaction.steps.reduce(
    (total, step) =>
      step instanceof ReplaceStep && step.slice.size >= SURELY_SMALL ? total + bytesOf(step.slice.content) : total,
    0,
  )

function depthOf(node: ProseMirrorNode): number {
  let deepest = 0
  node.forEach((child) => {
    deepest = Math.max(deepest, depthOf(child))
  })
  return deepest + 1
}

/** Only what the change touched is looked at; the rest was not too deep before. */
function isTooDeep(transaction: Transaction): boolean {
  let tooDeep = false
  for (const map of transaction.mapping.maps.slice(-1)) {
    map.forEach((_oldFrom, _oldTo, from) => {
      const place = transaction.doc.resolve(Math.min(from, transaction.doc.content.size))
      const below = place.nodeAfter === null ? 0 : depthOf(place.nodeAfter)
      if (place.depth + below > DEEPEST) tooDeep = true
    })
  }
  return tooDeep
}

export type ChangeRefusal = 'tooLarge' | 'tooDeep'

interface ChangeLimitOptions {
  readonly hasRoomFor: (bytes: number) => boolean
  readonly onRefused: (refusal: ChangeRefusal) => void
}

/** A change that the server would refuse for ever does not enter the document. */
export const ChangeLimit = Extension.create<ChangeLimitOptions>({
  name: 'changeLimit',
  addOptions: () => ({ hasRoomFor: () => true, onRefused: () => undefined }),
  addProseMirrorPlugins() {
    const { hasRoomFor, onRefused } = this.options
    return [
      new Plugin({
        filterTransaction(transaction) {
          if (!transaction.docChanged || isFromPeers(transaction)) return true
          const bytes = insertedBytes(transaction)
          const refusal = bytes > 0 && !hasRoomFor(bytes) ? 'tooLarge' : isTooDeep(transaction) ? 'tooDeep' : null
          if (refusal !== null) onRefused(refusal)
          return refusal === null
        },
      }),
    ]
  },
})
