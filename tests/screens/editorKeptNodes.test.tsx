import { Editor } from '@tiptap/core'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { EDITOR_OPTIONS, schemaExtensions } from '#client/collab/editor/extensions.ts'
import { collaborateOn } from '#client/collab/ime/keptNodes.ts'
import collabWords from '#client/collab/words/ja.json' with { type: 'json' }
import { bodyOf } from '#shared/document/readBody.ts'
import { aNote, firstParagraph } from '#tests/support/sharedNote.ts'
import { showsItsDocument } from '#tests/support/showsItsDocument.ts'
import { stillClock } from '#tests/support/stillClock.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

const LINES = ['一', '二', '三', '四']

function withLines() {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.setTextSelection(2)
  for (const line of LINES) {
    editor.commands.insertContent(line)
    editor.commands.splitBlock()
  }
  both.peer.editor.chain().setTextSelection(2).insertContent('・').run()
  return both
}

const blocksOf = ({ editor }: EditorSide) =>
  new Set(editor.state.doc.children.flatMap((node) => [node, ...node.children]))

function editorOf(doc: Y.Doc) {
  const changes: string[] = []
  const body = bodyOf(doc)
  const editor = new Editor({
    element: document.createElement('div'),
    ...EDITOR_OPTIONS,
    extensions: [
      ...schemaExtensions({
        words: collabWords,
        directory: { organisations: () => [], people: () => [] },
        clock: stillClock,
      }),
      ...collaborateOn(body),
    ],
    onTransaction: ({ transaction }) => {
      if (transaction.docChanged) changes.push(transaction.doc.textContent)
    },
  })
  onTestFinished(() => editor.destroy())
  const shown = () => editor.state.doc.toJSON()
  const read = () => yXmlFragmentToProseMirrorRootNode(body, editor.schema).toJSON()
  return { changes, shown, read }
}

test('[LD5.15] an editor begins with the document as it is, made once', () => {
  const { changes, shown, read } = editorOf(aNote())

  expect(changes).toEqual([])
  expect(shown()).toEqual(read())
})

test('[LD5.15] a line that has no id yet, since another is still composing it, gets none here', () => {
  const note = aNote()
  firstParagraph(note).removeAttribute('blockId')
  const { changes, shown, read } = editorOf(note)
  const text = firstParagraph(note).get(0)
  if (text instanceof Y.XmlText) text.insert(0, 'か')

  expect(changes).toEqual(['か'])
  expect(shown()).toEqual(read())
})

test('[LD5.15] what another writes makes one line anew, and no other', () => {
  const { writer, peer } = withLines()
  const before = blocksOf(writer)
  peer.placeCaret('三', 1)
  peer.editor.commands.insertContent('つ目')

  const made = [...blocksOf(writer)].filter((node) => !before.has(node))

  expect(made.filter((node) => node.isTextblock).map((node) => node.textContent)).toEqual(['三つ目'])
})

test('[LD5.15] a line that was written in here is read from the document when another writes, once', () => {
  const { writer, peer } = withLines()
  writer.placeCaret('四', 1)
  writer.editor.commands.insertContent('つ目')
  const before = blocksOf(writer)
  const letters = ['、', '。']
  const made = letters.map((letter) => {
    peer.placeCaret('二', 1)
    peer.editor.commands.insertContent(letter)
    const blocks = [...blocksOf(writer)].filter((node) => node.isTextblock && !before.has(node))
    for (const block of blocks) before.add(block)
    return blocks.map((node) => node.textContent)
  })

  expect(made).toEqual([['二、', '四つ目'], ['二。、']])
})

test('[LD5.15] whatever both do at once, each editor shows its document as it is read anew', () => {
  const { writer, peer } = withLines()
  const acts: readonly ((side: EditorSide) => unknown)[] = [
    ({ editor }) => editor.commands.toggleBulletList(),
    ({ editor }) => editor.commands.insertContent('語'),
    ({ editor }) => editor.commands.splitBlock(),
    ({ editor }) => editor.commands.sinkListItem('listItem'),
    ({ editor }) => editor.commands.toggleNode('heading', 'paragraph', { level: 1 }),
    ({ editor }) => editor.commands.undo(),
    ({ editor }) => editor.commands.insertTable({ rows: 2, cols: 2 }),
    ({ editor }) => editor.commands.redo(),
    ({ editor }) => editor.commands.joinBackward(),
  ]
  for (const act of acts) {
    for (const side of [writer, peer]) {
      side.placeCaret('三', 0)
      act(side)
      expect([writer, peer].filter((each) => !showsItsDocument(each))).toEqual([])
    }
  }
})
