import { Editor } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'
import { expect, onTestFinished } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { browserTimers } from '#client/collab/connection/timers.ts'
import { IdsAfterUndo } from '#client/collab/editor/blockIds.ts'
import { CaretAfterUndo } from '#client/collab/editor/caretAfterUndo.ts'
import { drawCaret } from '#client/collab/editor/caretLabel.ts'
import { CopiedText } from '#client/collab/editor/copiedText.ts'
import { doubledLines } from '#client/collab/editor/doubledLines.ts'
import { DraggedNow } from '#client/collab/editor/draggedNow.ts'
import { EmptiedSelection } from '#client/collab/editor/emptiedSelection.ts'
import { EntryBefore } from '#client/collab/editor/entryBefore.ts'
import { EDITOR_OPTIONS, schemaExtensions } from '#client/collab/editor/extensions.ts'
import { KeepSections } from '#client/collab/editor/formSection.ts'
import { KeptCells } from '#client/collab/editor/keptCells.ts'
import { KeysOverLines } from '#client/collab/editor/keysOverLines.ts'
import { OverHeadings } from '#client/collab/editor/overHeadings.ts'
import { WordPaste } from '#client/collab/editor/wordPaste.ts'
import { FindReplace } from '#client/collab/find/findReplace.ts'
import { type Bridge, bridgeDocuments } from '#client/collab/ime/bridge.ts'
import { CaretByCharacters } from '#client/collab/ime/caretByCharacters.ts'
import { carryOver } from '#client/collab/ime/carryOver.ts'
import { InwardPace } from '#client/collab/ime/inwardPace.ts'
import { collaborateOn } from '#client/collab/ime/keptNodes.ts'
import { othersCarets } from '#client/collab/ime/othersCarets.ts'
import collabWords from '#client/collab/words/ja.json' with { type: 'json' }
import { instant } from '#shared/core/time.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type DeleteSet, namedDeletions } from '#shared/document/unseenWords.ts'
import { stillClock } from '#tests/support/stillClock.ts'
import { aNote } from './sharedNote.ts'

/** One of two who write in one note, with the product's own nodes. Needs jsdom. */
export interface EditorSide {
  readonly editor: Editor
  readonly bridge: Bridge
  readonly net: Y.Doc
  readonly awareness: Awareness
  /** What is deleted here is told to the other by now. */
  told(): unknown
  /** True in the middle of a change. */
  isBusy(): boolean
  /** Calls `then` after each change. */
  onFree(then: () => void): void
  /** Calls `then` with each update as it goes out. */
  onSent(then: (update: Uint8Array) => void): void
  /** The text of each line, its node's name before it. */
  lines(): readonly string[]
  /** Puts the caret `offset` characters into the first line that has `text`. */
  placeCaret(text: string, offset: number): void
}

/** Two editors on one note, and the line between them. What goes over it waits while it is cut. */
export interface TwoEditors {
  readonly writer: EditorSide
  readonly peer: EditorSide
  cut(): void
  /** Sends both what the server writes itself. */
  sendBoth(update: Uint8Array): void
  /** Carries to one side, over a cut line too, the next `count` of what waits for it. */
  deliver(to: EditorSide, count?: number): void
  /** Whoever comes back gets at once all that happened meanwhile. */
  mend(): void
}

interface Waiting {
  readonly to: EditorSide
  readonly carry: () => void
}

/** In a page nothing comes in the middle of a change. */
function changesOf(view: EditorView, doc: Y.Doc): Pick<EditorSide, 'isBusy' | 'onFree'> {
  let depth = 0
  let whenFree = (): void => undefined
  const isBusy = (): boolean => depth > 0 || doc._transactionCleanups.length > 0
  const tellFree = (): void => {
    if (!isBusy()) whenFree()
  }
  const dispatch = view.dispatch.bind(view)
  view.dispatch = (transaction) => {
    depth += 1
    try {
      dispatch(transaction)
    } finally {
      depth -= 1
    }
    tellFree()
  }
  doc.on('afterAllTransactions', tellFree)
  return {
    isBusy,
    onFree(then) {
      whenFree = then
    },
  }
}

const NOBODY = { organisations: () => [], people: () => [] }

/** `clientId` decides whose words stand first where both write at one place at the same time: the lower one's. */
function openSide(seed: Uint8Array, clientId: number): EditorSide {
  const net = new Y.Doc()
  const editorDoc = new Y.Doc()
  editorDoc.clientID = clientId
  const awareness = new Awareness(net)
  Y.applyUpdate(net, seed)
  const listeners: ((update: Uint8Array) => void)[] = []
  const untold: DeleteSet[] = []
  const takeOwn = (update: Uint8Array, origin: object): void => {
    Y.applyUpdate(net, update, origin)
    untold.push(namedDeletions([update]))
    for (const listen of listeners) listen(update)
  }
  const bridge = bridgeDocuments(
    { doc: net, takeOwn, untold: () => [...untold] },
    editorDoc,
    new InwardPace({ clock: { now: () => instant(0) }, timers: browserTimers }),
  )
  const editor = new Editor({
    element: document.createElement('div'),
    ...EDITOR_OPTIONS,
    extensions: [
      ...schemaExtensions({ words: collabWords, directory: NOBODY, clock: stillClock }),
      ...collaborateOn(bodyOf(editorDoc)),
      ...othersCarets({ provider: { awareness }, bridge, draw: () => drawCaret({}, collabWords) }),
      CaretByCharacters,
      ...[CaretAfterUndo, IdsAfterUndo],
      ...[KeptCells, EmptiedSelection, KeysOverLines, EntryBefore],
      carryOver(bridge),
      OverHeadings,
      doubledLines(collabWords.doubledLine),
      ...[KeepSections, WordPaste, DraggedNow, CopiedText, FindReplace],
    ],
  })
  // Two who write at two machines: in one page only one editor could have it.
  editor.view.hasFocus = () => true
  onTestFinished(() => {
    editor.destroy()
    awareness.destroy()
  })
  const textblocks = () => {
    const found: { readonly name: string; readonly text: string; readonly at: number }[] = []
    editor.state.doc.descendants((node, at) => {
      if (node.isTextblock) found.push({ name: node.type.name, text: node.textContent, at })
    })
    return found
  }
  return {
    ...{ editor, bridge, net, awareness },
    told: () => untold.splice(0),
    ...changesOf(editor.view, editorDoc),
    onSent: (then) => void listeners.push(then),
    lines: () => textblocks().map(({ name, text }) => `${name}: ${text}`),
    placeCaret(text, offset) {
      const block = textblocks().find((each) => each.text.includes(text))
      if (block === undefined) throw new Error(`no line with ${text}`)
      editor.commands.setTextSelection(block.at + 1 + offset)
    },
  }
}

const WRITER_ID = 101

export function twoEditors(): TwoEditors {
  const seed = Y.encodeStateAsUpdate(aNote())
  const [writer, peer] = [openSide(seed, WRITER_ID), openSide(seed, WRITER_ID + 1)]
  const waiting: Waiting[] = []
  let isCut = false
  const carryAll = (): void => {
    const nextOf = (): Waiting | undefined => waiting.find(({ to }) => !to.isBusy())
    for (let next = nextOf(); !isCut && next !== undefined; next = nextOf()) {
      waiting.splice(waiting.indexOf(next), 1)
      next.carry()
    }
    if (waiting.length === 0) for (const { told } of [writer, peer]) told()
  }
  const send = (to: EditorSide, update: Uint8Array): void => {
    const carry = (): void => {
      to.bridge.noteReceived(update)
      Y.applyUpdate(to.net, update, 'received')
    }
    waiting.push({ to, carry })
    carryAll()
  }
  const show = (from: EditorSide, to: EditorSide): void => {
    from.awareness.on('update', (_change: unknown, origin: unknown) => {
      if (!isCut && origin === 'local')
        applyAwarenessUpdate(to.awareness, encodeAwarenessUpdate(from.awareness, [from.awareness.clientID]), 'received')
    })
  }
  show(writer, peer)
  show(peer, writer)
  for (const side of [writer, peer]) side.onFree(carryAll)
  writer.onSent((update) => send(peer, update))
  peer.onSent((update) => send(writer, update))
  return {
    ...{ writer, peer },
    cut() {
      isCut = true
    },
    sendBoth(update) {
      for (const to of [writer, peer]) send(to, update)
    },
    deliver(to, count = waiting.length) {
      for (const each of waiting.filter((one) => one.to === to).slice(0, count)) {
        waiting.splice(waiting.indexOf(each), 1)
        each.carry()
      }
    },
    mend() {
      isCut = false
      const free = [writer, peer].filter(({ bridge }) => !bridge.isHeld())
      for (const { bridge } of free) bridge.hold()
      carryAll()
      for (const { bridge } of free) bridge.release()
    },
  }
}

/** The id of each line. */
export const idsOf = ({ editor }: EditorSide): readonly unknown[] => {
  const ids: unknown[] = []
  editor.state.doc.descendants(({ isTextblock, attrs }) => {
    if (isTextblock) ids.push(attrs.blockId)
  })
  return ids
}

/** Both have one line, in which each can write. */
export function aSharedLine(): TwoEditors {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertContent('今日のを開く').run()
  expect(both.peer.lines()[0]).toBe('paragraph: 今日のを開く')
  return both
}

/** The lines, which are the same on both pages. */
export const sameAtBoth = ({ writer, peer }: TwoEditors): readonly string[] => {
  expect(writer.lines()).toEqual(peer.lines())
  return writer.lines()
}
