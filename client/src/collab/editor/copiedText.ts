import { Extension, type Storage } from '@tiptap/core'
import type { Node as ProseMirrorNode, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { blockSaid } from './blockFields.ts'

function inWords({ type, attrs }: ProseMirrorNode): string {
  if (type.name === 'hardBreak') return '\n'
  return type.name === 'organisationMention' ? String(attrs.organisationName ?? '') : ''
}

/** What is said of a node before what stands in it: the heading of a section, the fields of a block. */
function before({ type, attrs }: ProseMirrorNode, storage: Storage): readonly string[] {
  if (type.name === 'formSection') return [String(attrs.title ?? '')]
  const block = storage[type.name]
  return block?.fields === undefined ? [] : [blockSaid(block.name, block.fields, attrs)]
}

const childrenOf = ({ content }: Pick<ProseMirrorNode, 'content'>): readonly ProseMirrorNode[] => content.content

/** A line for each line of words, a line for each row of a table; what is empty says nothing. */
function linesOf(node: ProseMirrorNode, storage: Storage): readonly string[] {
  if (node.isTextblock) {
    const words = node.textBetween(0, node.content.size, '', inWords)
    return [...before(node, storage), ...(words === '' ? [] : [words])]
  }
  const inside = childrenOf(node).map((child) => linesOf(child, storage))
  if (node.type.name === 'tableRow') return [inside.map((cell) => cell.join(' ')).join('\t')]
  return [...before(node, storage), ...inside.flat()]
}

/** Of words under one heading, a telephone number say, only they were chosen; a heading was with those of several, or with all. */
function chosen({ content, openStart }: Slice): Pick<ProseMirrorNode, 'content'> {
  const { firstChild, childCount } = content
  const isUnderOne = childCount === 1 && openStart > 0 && firstChild?.type.name === 'formSection'
  return isUnderOne ? firstChild : { content }
}

/** What is copied as plain text says what stands in headings and fields, too: a task without its day would be another. */
export const CopiedText = Extension.create({
  name: 'copiedText',
  addProseMirrorPlugins() {
    const { storage } = this.editor
    return [
      new Plugin({
        props: {
          clipboardTextSerializer: (slice) =>
            childrenOf(chosen(slice))
              .flatMap((node) => linesOf(node, storage))
              .join('\n'),
        },
      }),
    ]
  },
})
