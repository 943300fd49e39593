import type { Awareness } from 'y-protocols/awareness'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Bridge } from './bridge.ts'

type AwarenessState = { readonly [field: string]: unknown }

const withCaretColour = (state: AwarenessState): AwarenessState => {
  const { user } = state
  if (typeof user !== 'object' || user === null || !('colour' in user)) return state
  return { ...state, user: { ...user, color: user.colour } }
}

/** Where somebody's selection begins and ends, as the caret plugin writes and reads it. */
interface CaretEnds {
  readonly anchor: unknown
  readonly head: unknown
}

const isSamePlace = (one: unknown, other: unknown): boolean =>
  Y.compareRelativePositions(Y.createRelativePositionFromJSON(one), Y.createRelativePositionFromJSON(other))

/** True when both say the same, null included: that somebody is nowhere in the text. */
function isSameCaret(one: CaretEnds | null | undefined, other: CaretEnds | null | undefined): boolean {
  if (!(one && other)) return !(one || other)
  return isSamePlace(one.anchor, other.anchor) && isSamePlace(one.head, other.head)
}

/** Whose states have changed, as the awareness tells it. */
interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}
type AwarenessListener = (change: AwarenessChange, origin: unknown) => void

/** The awareness as far as it concerns others' carets. */
function othersOf(awareness: Awareness, bridge: Bridge): Awareness {
  const listeners = new Map<AwarenessListener, AwarenessListener>()
  const isOfOthers = ({ added, updated, removed }: AwarenessChange): boolean =>
    [...added, ...updated, ...removed].some((id) => id !== awareness.clientID)
  return Object.create(awareness, {
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
      value: (field: string, value: CaretEnds | null) => {
        if (field !== 'cursor' || bridge.isHeld()) return
        if (!isSameCaret(awareness.getLocalState()?.cursor, value)) awareness.setLocalStateField(field, value)
      },
    },
    on: {
      value: (event: 'change' | 'update', listener: AwarenessListener) => {
        const heard: AwarenessListener = (change, origin) => {
          if (isOfOthers(change)) listener(change, origin)
        }
        listeners.set(listener, heard)
        awareness.on(event, heard)
      },
    },
    off: {
      value: (event: 'change' | 'update', listener: AwarenessListener) => {
        const heard = listeners.get(listener)
        if (heard !== undefined) awareness.off(event, heard)
      },
    },
  })
}

/**
 * What the caret plugin is given for a provider. It compares ids with the editor's document, so one's own state would be
 * drawn as a stranger's; a caret sent during a hold would hang on a letter the peers do not have; who somebody is is the
 * server's to say; it draws all carets anew when one's own has moved; and it tells one's own again, unmoved, whenever
 * somebody else writes.
 */
export const caretFacade = <Provider extends Pick<WebsocketProvider, 'awareness'>>(
  provider: Provider,
  bridge: Bridge,
): Provider => Object.create(provider, { awareness: { value: othersOf(provider.awareness, bridge) } })
