import { Extension } from '@tiptap/core'
import { NodeRange } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { liftTarget } from '@tiptap/pm/transform'

/** Where the lines begin that are selected, in cells too; from the last on, since what is done to a line moves none before it. */
export function selectedLines({ doc, selection }: Transaction): readonly number[] {
  const lines = new Set<number>()
  for (const { $from, $to } of selection.ranges)
    doc.nodesBetween($from.pos, $to.pos, ({ isTextblock }, at) => {
      if (isTextblock) lines.add(at)
    })
  return [...lines].sort((one, other) => other - one)
}

/** Takes a line out of all lists and quotations that it stands in, with what hangs below it where that could not stay; says where it is then. */
export function takeOut(tr: Transaction, line: number): number {
  for (let within = line + 1; ; ) {
    const $line = tr.doc.resolve(within)
    const depth = $line.depth - 1
    const alone = new NodeRange($line, $line, depth)
    const withRest = new NodeRange($line, tr.doc.resolve($line.end(depth)), depth)
    const range = [alone, withRest].find((each) => liftTarget(each) !== null)
    const target = range === undefined ? null : liftTarget(range)
    if (range === undefined || target === null) return within - 1
    const stepCount = tr.steps.length
    tr.lift(range, target)
    within = tr.mapping.slice(stepCount).map(within)
  }
}

/**
 * Makes plain lines of all that are selected, each under its id. Tiptap's own (3.31) takes their ids, and where something was
 * changed before in the same step, or several cells are selected, it looks for the lines where they are not, and throws.
 */
export const PlainLines = Extension.create({
  name: 'plainLines',
  addCommands: () => ({
    clearNodes:
      () =>
      ({ tr, dispatch }) => {
        const { paragraph } = tr.doc.type.schema.nodes
        if (dispatch === undefined || paragraph === undefined) return true
        for (const line of selectedLines(tr)) {
          const blockId: unknown = tr.doc.nodeAt(line)?.attrs.blockId
          const at = takeOut(tr, line)
          tr.setBlockType(at + 1, at + 1, paragraph, { blockId })
        }
        return true
      },
  }),
})
