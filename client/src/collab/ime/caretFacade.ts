import type { WebsocketProvider } from 'y-websocket'
import type { Bridge } from './bridge.ts'

type AwarenessState = { readonly [field: string]: unknown }

const withCaretColour = (state: AwarenessState): AwarenessState => {
  const { user } = state
  if (typeof user !== 'object' || user === null || !('colour' in user)) return state
  return { ...state, user: { ...user, color: user.colour } }
}

/**
 * What the caret plugin is given for a provider. It compares ids with the editor's document, so one's own state would be
 * drawn as a stranger's; a caret sent during a hold would hang on a letter the peers do not have; and who somebody is
 * is the server's to say.
 */
export function caretFacade(provider: WebsocketProvider, bridge: Bridge): WebsocketProvider {
  const { awareness } = provider
  const own = Object.create(awareness, {
    getStates: {
      value: () => {
        const others = new Map<number, AwarenessState>()
        for (const [id, state] of awareness.getStates()) {
          if (id !== awareness.clientID) others.set(id, withCaretColour(state))
        }
        return others
      },
    },
    setLocalStateField: {
      value: (field: string, value: unknown) => {
        if (field === 'user' || (field === 'cursor' && bridge.isHeld())) return
        awareness.setLocalStateField(field, value)
      },
    },
  })
  return Object.create(provider, { awareness: { value: own } })
}
