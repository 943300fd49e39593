import { type AnyExtension, Editor, Mark, Node } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { TableKit } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import type * as Y from 'yjs'
import { blockIds } from '#client/collab/editor/blockIds.ts'
import '#client/collab/editor/lineTexts.ts'
import '#client/collab/editor/yjsUndo.ts'
import { BODY_KEY, MARKS, NODES, type NodeName } from '#shared/document/bodySchema.ts'
import { isAllowedUrl } from '#shared/document/url.ts'

/** A Tiptap editor over a document's body with exactly the nodes, marks and attributes of the body's list. Needs jsdom. */
export function aBodyEditor(doc: Y.Doc, newBlockId: () => string): Editor {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: [
      StarterKit.configure({ undoRedo: false, code: false, codeBlock: false, trailingNode: false, link: false }),
      hrefOnlyLink,
      TaskList,
      TaskItem.configure({ nested: true }),
      TableKit,
      ownBlock('formSection', 'block+'),
      ownBlock('decision', 'inline*'),
      ownBlock('actionItem', 'inline*'),
      ownBlock('speaker', 'inline*'),
      Node.create({
        ...shapeOf('organisationMention'),
        group: 'inline',
        inline: true,
        atom: true,
        renderHTML: () => ['span', { 'data-node': 'organisationMention' }],
      }),
      blockIds(newBlockId),
      Collaboration.configure({ document: doc, field: BODY_KEY }),
    ],
  })
  assertSameNames(editor)
  return editor
}

/** A link that keeps its address and nothing else: how it opens is the page's matter, not the document's. */
const hrefOnlyLink = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null, validate: (href: string) => isAllowedUrl(href) } }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (anchor) => (isAllowedUrl(anchor.getAttribute('href') ?? '') ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => ['a', HTMLAttributes, 0],
})

function ownBlock(name: NodeName, content: string): AnyExtension {
  return Node.create({
    ...shapeOf(name),
    group: 'block',
    content,
    renderHTML: () => ['div', { 'data-node': name }, 0],
  })
}

function shapeOf(name: NodeName) {
  const attributes = Object.keys(NODES[name]).filter((attribute) => attribute !== 'blockId')
  return {
    name,
    addAttributes: () => Object.fromEntries(attributes.map((attribute) => [attribute, { default: null }])),
    parseHTML: () => [{ tag: `[data-node="${name}"]` }],
  }
}

function assertSameNames({ schema }: Editor): void {
  const nodes = Object.keys(schema.nodes).filter((name) => name !== 'doc' && name !== 'text')
  const differing = [...nodes, ...Object.keys(schema.marks)].filter((name) => !(name in NODES) && !(name in MARKS))
  if (differing.length > 0) throw new Error(`not on the body's list: ${differing.join(', ')}`)
}
