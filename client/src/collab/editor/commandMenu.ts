import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type StateField } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { type CommandMatch, commandMatchIn } from './commandMatch.ts'
import { isFromPeers } from './fromPeers.ts'

/** The menu as it stands: what was asked for, and where on the screen. */
export interface OpenMenu {
  readonly match: CommandMatch
  readonly left: number
  readonly top: number
  readonly bottom: number
}

export interface CommandMenuPorts {
  readonly show: (menu: OpenMenu | null) => void
  /** True when the open menu took the key. Never asked while a word is being composed. */
  readonly takesKey: (key: string) => boolean
}

interface MenuState {
  readonly match: CommandMatch | null
  /** Where the menu was sent away; it stays away until another sign is typed. */
  readonly dismissedAt: number | null
}

const menuKey = new PluginKey<MenuState>('commandMenu')
const CLOSED: MenuState = { match: null, dismissedAt: null }
const KEY_CODE_OF_IME = 229

const closeCommandMenu = (view: EditorView): void => view.dispatch(view.state.tr.setMeta(menuKey, 'dismiss'))

const isSame = (one: CommandMatch | null, other: CommandMatch | null): boolean =>
  one?.kind === other?.kind && one?.query === other?.query && one?.from === other?.from

const menuState: StateField<MenuState> = {
  init: () => CLOSED,
  apply(transaction, before, _oldState, state) {
    const dismissedAt = before.dismissedAt === null ? null : transaction.mapping.map(before.dismissedAt)
    if (transaction.getMeta(menuKey) === 'dismiss') return { match: null, dismissedAt: before.match?.from ?? null }
    const match = commandMatchIn(state)
    if (match === null) return CLOSED
    const mayOpen = transaction.docChanged && !isFromPeers(transaction)
    if (match.from === dismissedAt || (before.match === null && !mayOpen)) return { match: null, dismissedAt }
    return { match, dismissedAt: null }
  },
}

function place(view: EditorView, match: CommandMatch): OpenMenu {
  const { left, top, bottom } = view.coordsAtPos(match.from)
  return { match, left, top, bottom }
}

/**
 * Notices `/` and `@`, and draws nothing into the text: a decoration that comes and goes around the caret would tear a
 * composition. The menu may open and follow while a word is composed; it acts on no key then.
 */
export const commandMenu = ({ show, takesKey }: CommandMenuPorts) =>
  Extension.create({
    name: 'commandMenu',
    priority: 1_100,
    addProseMirrorPlugins: () => [
      new Plugin<MenuState>({
        key: menuKey,
        state: menuState,
        view: () => ({
          update(view, before) {
            const match = menuKey.getState(view.state)?.match ?? null
            if (isSame(match, menuKey.getState(before)?.match ?? null)) return
            show(match === null ? null : place(view, match))
          },
          destroy: () => show(null),
        }),
        props: {
          handleKeyDown(view, press) {
            if (press.isComposing || press.keyCode === KEY_CODE_OF_IME || view.composing) return false
            if (!menuKey.getState(view.state)?.match) return false
            if (press.key === 'Escape') {
              closeCommandMenu(view)
              return true
            }
            return takesKey(press.key)
          },
          handleDOMEvents: {
            blur(view) {
              if (menuKey.getState(view.state)?.match) closeCommandMenu(view)
            },
          },
        },
      }),
    ],
  })
