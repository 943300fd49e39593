import type { Editor } from '@tiptap/core'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { usePorts } from '#client/platform/Ports.tsx'
import { useStatusHeight } from '#client/ui/StatusRegion.tsx'
import type { DocumentConnection } from '../connection/documentConnection.ts'
import { FindBar } from '../find/FindBar.tsx'
import { useFinding } from '../find/useFinding.ts'
import { PresenceList } from '../PresenceList.tsx'
import { SavedSign } from '../SavedSign.tsx'
import { useCollabWords } from '../words.ts'
import { CommandList } from './CommandList.tsx'
import { type Directory, ORGANISATION_LIST_ID, PEOPLE_LIST_ID } from './directory.ts'
import { EditorToolbar } from './EditorToolbar.tsx'
import type { Refusal } from './extensions.ts'
import { createMenuStore } from './menuStore.ts'
import { RefusedLine } from './RefusedLine.tsx'
import { useLiveEditor } from './useLiveEditor.ts'
import { useNamed } from './useNamed.ts'
import { useSoughtRow } from './useSoughtRow.ts'

interface Props {
  readonly connection: DocumentConnection
  readonly memberId: string | undefined
  readonly title: string
  readonly isEditable: boolean
}

/** Who is here, what is saved, the tools, and the text. */
export function EditorPane({ connection, memberId, title, isEditable }: Props) {
  const words = useCollabWords()
  const frame = useRef<HTMLDivElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const menu = useMemo(createMenuStore, [])
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const named = useNamed()
  const { clock } = usePorts()
  const directory = useLatest(named)
  const editor = useLiveEditor(place, { connection, title, words, directory, clock, menu, onRefused: setRefusal })
  const finding = useFinding(frame, editor)

  useEffect(() => {
    editor?.setEditable(isEditable)
  }, [editor, isEditable])
  const isFinding = isEditable && finding.turn > 0
  useRootClass('with-live-bar', true)
  useRootClass('with-find-bar', isFinding)
  useSight(editor, frame, isFinding)
  useSoughtRow(editor)

  return (
    <div ref={frame} className="live-frame">
      <div className="live-bar">
        <div className="live-news">
          <PresenceList connection={connection} memberId={memberId} />
          {isEditable && <SavedSign connection={connection} />}
        </div>
        {editor !== null && isEditable && <EditorToolbar editor={editor} onFind={finding.open} />}
        {editor !== null && isFinding && (
          <FindBar
            key={finding.turn}
            editor={editor}
            connection={connection}
            sought={finding.sought}
            onChange={finding.onChange}
            onClose={finding.close}
          />
        )}
      </div>
      {refusal !== null && <RefusedLine refusal={refusal} onClose={() => setRefusal(null)} />}
      <div ref={place} />
      <p className="live-hint">{words.menu.hint}</p>
      {editor !== null && <CommandList editor={editor} store={menu} organisations={named.organisations} />}
      <datalist id={ORGANISATION_LIST_ID}>
        {named.organisations.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <datalist id={PEOPLE_LIST_ID}>
        {named.people.map(({ memberId, name, organisationName }) => (
          <option key={memberId} value={name} label={organisationName} />
        ))}
      </datalist>
    </div>
  )
}

/** The page as a whole scrolls by it. */
function useRootClass(name: string, isOn: boolean): void {
  useEffect(() => {
    document.documentElement.classList.toggle(name, isOn)
    return () => document.documentElement.classList.remove(name)
  }, [name, isOn])
}

/** Unit: pixels, as in `scroll-padding-top` without the search. */
const LEAST_ABOVE = 144
const UNDER_BAR = 8
const LEAST_BELOW = 24
/** Between bar and foot this much is left, or each letter would scroll from one to the other. */
const LEAST_BETWEEN = 48

/** How far from the window's edges the editor keeps the caret; above stands the bar, below what was last done. Measured here: the editor asks with each letter. */
function useSight(editor: Editor | null, frame: RefObject<HTMLElement | null>, isFinding: boolean): void {
  const foot = useStatusHeight()
  useEffect(() => {
    const bar = isFinding ? (frame.current?.querySelector('.live-bar')?.clientHeight ?? 0) : 0
    const top = Math.max(LEAST_ABOVE, bar + UNDER_BAR)
    const bottom = Math.max(LEAST_BELOW, Math.min(foot + LEAST_BELOW, innerHeight - top - LEAST_BETWEEN))
    const sight = { top, right: 5, bottom, left: 5 }
    editor?.view.setProps({ scrollThreshold: sight, scrollMargin: sight })
  }, [editor, frame, isFinding, foot])
}

/** A directory that stays one object while what it holds is read again. */
function useLatest(named: ReturnType<typeof useNamed>): Directory {
  const latest = useRef(named)
  useEffect(() => {
    latest.current = named
  })
  return useMemo(() => ({ organisations: () => latest.current.organisations, people: () => latest.current.people }), [])
}
