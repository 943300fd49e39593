import { Extension, type Extensions } from '@tiptap/core'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { Decoration, DecorationSet, EditorView } from '@tiptap/pm/view'
import { yCursorPluginKey } from '@tiptap/y-tiptap'
import type { WebsocketProvider } from 'y-websocket'
import { isFromPeers } from '../editor/fromPeers.ts'
import type { Bridge } from './bridge.ts'
import { caretFacade } from './caretFacade.ts'
import { nextFrame } from './nextFrame.ts'

const drawn = (state: EditorState): readonly Decoration[] => {
  const carets: DecorationSet | undefined = yCursorPluginKey.getState(state)
  return carets?.find() ?? []
}

/** True where something was taken out or put in at that very place: what stands there goes with the text, and may be wrong. */
function isTouched({ mapping }: Transaction, place: number): boolean {
  const { pos, deletedBefore, deletedAfter } = mapping.mapResult(place, 1)
  return deletedBefore || deletedAfter || pos !== mapping.map(place, -1)
}

function touches(change: Transaction, before: EditorState, after: EditorState): boolean {
  const carets = drawn(before)
  return (
    drawn(after).length < carets.length ||
    carets.some(({ from, to }) => isTouched(change, from) || isTouched(change, to))
  )
}

const touchedKey = new PluginKey<boolean>('touchedCarets')

/** Draws as soon as the change at hand is through: from within it nothing may be dispatched. Never beside a word that is being composed. */
function redrawer(bridge: Bridge) {
  let timer: ReturnType<typeof setTimeout> | null = null
  const isDue = (view: EditorView): boolean => touchedKey.getState(view.state) === true && !bridge.isHeld()
  const redraw = (view: EditorView): void => {
    timer = null
    if (isDue(view)) view.dispatch(view.state.tr.setMeta(yCursorPluginKey, { awarenessUpdated: true }))
  }
  return {
    update(view: EditorView) {
      if (isDue(view)) timer ??= setTimeout(redraw, 0, view)
    },
    destroy() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Draws others' carets anew where a change made here has touched one; all others move with the text by themselves. */
const touchedCarets = (bridge: Bridge) =>
  Extension.create({
    name: 'touchedCarets',
    addProseMirrorPlugins: () => [
      new Plugin<boolean>({
        key: touchedKey,
        state: {
          init: () => false,
          apply(change, isDue, before, after) {
            if (change.getMeta(yCursorPluginKey) !== undefined) return false
            if (isDue || !change.docChanged || isFromPeers(change)) return isDue
            return touches(change, before, after)
          },
        },
        view: () => redrawer(bridge),
      }),
    ],
  })

/**
 * The carets' own plugin, with carets that move with the text at every change made here. y-tiptap 3.0.9 looks first whether
 * lines have come or gone, for which it reads each step as if it were the first: where a later one lies beyond the end of the
 * note as it was, it throws, and the change is not made.
 */
function movingWithText(plugin: Plugin): Plugin {
  const { state } = plugin.spec
  if (state === undefined) return plugin
  return new Plugin({
    ...plugin.spec,
    state: {
      ...state,
      apply(change, carets: DecorationSet, before, after) {
        const isOwn = change.docChanged && !isFromPeers(change)
        return isOwn ? carets.map(change.mapping, change.doc) : state.apply.call(plugin, change, carets, before, after)
      },
    },
  })
}

/** Has the carets' own plugin tell where one's own stands once the screen shows what a key did: to find its place, it walks through the note. */
function tellingAfterFrame(plugin: Plugin): Plugin {
  const { view: viewOf } = plugin.spec
  if (viewOf === undefined) return plugin
  return new Plugin({
    ...plugin.spec,
    view(editor) {
      const carets = viewOf.call(plugin, editor)
      let isDue = false
      let isGone = false
      const tell = async (before: EditorState): Promise<void> => {
        isDue = true
        await nextFrame()
        isDue = false
        if (!isGone) carets.update?.(editor, before)
      }
      return {
        update(_editor, before) {
          if (!isDue) void tell(before)
        },
        destroy() {
          isGone = true
          carets.destroy?.()
        },
      }
    },
  })
}

const MovingCarets = CollaborationCaret.extend({
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(movingWithText).map(tellingAfterFrame)
  },
})

interface OthersCaretsPorts {
  readonly provider: Pick<WebsocketProvider, 'awareness'>
  readonly bridge: Bridge
  /** What stands where somebody writes. `owner` is what the server wrote about them. */
  readonly draw: (owner: { readonly [field: string]: unknown }) => HTMLElement
}

/** The carets of the others who have the document open, and one's own for them. */
export const othersCarets = ({ provider, bridge, draw }: OthersCaretsPorts): Extensions => [
  MovingCarets.configure({ provider: caretFacade(provider, bridge), render: draw }),
  touchedCarets(bridge),
]
