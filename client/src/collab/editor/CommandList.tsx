import type { Editor } from '@tiptap/core'
import { useEffect, useId, useSyncExternalStore } from 'react'
import { fill, useCollabWords } from '../words.ts'
import type { NamedOrganisation } from './directory.ts'
import { type Suggestion, suggestionsFor } from './insertions.ts'
import { menuPlace } from './menuPlace.ts'
import type { MenuStore } from './menuStore.ts'

interface Props {
  readonly editor: Editor
  readonly store: MenuStore
  readonly organisations: readonly NamedOrganisation[]
}

/** What can be inserted at the caret, under it. The focus stays in the text; the text says which line is meant. */
export function CommandList({ editor, store, organisations }: Props) {
  const words = useCollabWords()
  const listId = useId()
  const { menu, chosen } = useSyncExternalStore(store.subscribe, store.shown)
  const suggestions = menu === null ? [] : suggestionsFor(menu.match, words, organisations)
  const isOpen = menu !== null && suggestions.length > 0

  useEffect(() => {
    store.offer(suggestions.length, (place) => suggestions[place]?.choose(editor))
  })
  usePointedLine(editor, isOpen ? { listId, lineId: `${listId}-${chosen}` } : null)

  return (
    <>
      <span role="status" className="sr-only">
        {menu === null ? '' : isOpen ? fill(words.menu.count, { count: String(suggestions.length) }) : words.menu.none}
      </span>
      {menu !== null && isOpen && (
        <div
          role="listbox"
          id={listId}
          aria-label={menu.match.kind === 'insert' ? words.menu.insert : words.menu.organisations}
          className="command-list"
          style={menuPlace(menu, { width: innerWidth, height: visualViewport?.height ?? innerHeight })}
        >
          {suggestions.map((suggestion, place) => (
            <Line
              key={suggestion.id}
              id={`${listId}-${place}`}
              suggestion={suggestion}
              isChosen={place === chosen}
              onPoint={() => store.point(place)}
              onChoose={() => {
                // A word that is taken out of the page while it is composed never ends: no `compositionend` comes.
                if (editor.view.composing) editor.view.dom.blur()
                suggestion.choose(editor)
              }}
            />
          ))}
        </div>
      )}
    </>
  )
}

interface LineProps {
  readonly id: string
  readonly suggestion: Suggestion
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function Line({ id, suggestion, isChosen, onPoint, onChoose }: LineProps) {
  return (
    <div
      role="option"
      tabIndex={-1}
      id={id}
      aria-selected={isChosen}
      className="command-line"
      onPointerMove={isChosen ? undefined : onPoint}
      // Before the editor loses the focus, and with it the menu.
      onPointerDown={(event) => {
        event.preventDefault()
        onChoose()
      }}
    >
      <span className="font-bold">{suggestion.label}</span>
      <span className="text-dns-14N-130 text-solid-gray-700">{suggestion.hint}</span>
    </div>
  )
}

/** Tells those who hear the page which line Enter would take. */
function usePointedLine(editor: Editor, pointed: { readonly listId: string; readonly lineId: string } | null): void {
  const listId = pointed?.listId
  const lineId = pointed?.lineId
  useEffect(() => {
    if (listId === undefined || lineId === undefined || editor.isDestroyed) return
    const { dom } = editor.view
    dom.setAttribute('aria-controls', listId)
    dom.setAttribute('aria-activedescendant', lineId)
    document.getElementById(lineId)?.scrollIntoView({ block: 'nearest' })
    return () => {
      dom.removeAttribute('aria-controls')
      dom.removeAttribute('aria-activedescendant')
    }
  }, [editor, listId, lineId])
}
