import type { Editor } from '@tiptap/core'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { controlLooks } from '#client/ui/controlLooks.ts'
import { confirmsConversion } from '#client/ui/imeEnter.ts'
import type { DocumentConnection } from '../connection/documentConnection.ts'
import { useEditorText } from '../editor/useEditorFacts.ts'
import { fill, useCollabWords } from '../words.ts'
import {
  countBeside,
  foundIn,
  MAX_WORDS_LENGTH,
  NOTHING_SOUGHT,
  replaceEvery,
  replaceOne,
  type Sought,
  seek,
  selectedWords,
  selectNearest,
  shownBeside,
  step,
} from './findReplace.ts'
import { intoSight } from './intoSight.ts'

interface Props {
  readonly editor: Editor
  readonly connection: DocumentConnection
  /** Outlives the bar, which opens with what was looked for last. */
  readonly sought: Sought
  readonly onChange: (sought: Sought) => void
  readonly onClose: () => void
}

/** Looks for words in the text and puts others in their place. Enter goes on, Shift+Enter back, Escape to the text. */
export function FindBar({ editor, connection, sought, onChange, onClose }: Props) {
  const words = useCollabWords().find
  const [said, setSaid] = useState<string | null>(null)
  const [isReplacing, setReplacing] = useState(false)
  const first = useOpening(editor, sought, onChange)
  const change = (part: Partial<Sought>) => {
    const next = { ...sought, ...part }
    setSaid(null)
    onChange(next)
    seek(editor, next)
    if (part.instead === undefined) showNearest(editor)
  }
  const act = (move: () => boolean) => {
    setSaid(null)
    if (move()) intoSight(editor)
  }
  const goOn = () => act(() => step(editor, 'next'))
  const goBack = () => act(() => step(editor, 'previous'))
  const replace = () => act(() => replaceOne(editor, sought.instead))
  const replaceAll = () => {
    const count = replaceEvery(editor, sought, connection)
    const left = countBeside(editor)
    const done = fill(words.replaced, { count: String(count) })
    const kept = left === 0 ? '' : fill(words.kept, { count: String(left) })
    setSaid(count === null ? words.tooMany : done + kept)
  }
  return (
    <search aria-label={words.label} className={isReplacing ? 'find-bar find-bar-whole' : 'find-bar'}>
      <FindLine
        label={words.words}
        value={sought.words}
        place={first}
        onChange={(text) => change({ words: text })}
        onEnter={(isBack) => (isBack ? goBack() : goOn())}
      >
        <FindButton label={words.previous} onPress={goBack} />
        <FindButton label={words.next} onPress={goOn} />
        <FindButton label={words.isExact} isOn={sought.isExact} onPress={() => change({ isExact: !sought.isExact })} />
        <button
          type="button"
          className="editor-tool find-more"
          aria-expanded={isReplacing}
          onClick={() => setReplacing(!isReplacing)}
        >
          {words.more}
        </button>
        <FindButton label={words.close} onPress={onClose} />
      </FindLine>
      <FindLine
        label={words.instead}
        value={sought.instead}
        onChange={(text) => change({ instead: text })}
        onEnter={replace}
      >
        <FindButton label={words.replace} onPress={replace} />
        <FindButton label={words.replaceEvery} onPress={replaceAll} />
      </FindLine>
      <FoundLine editor={editor} isSeeking={sought.words !== ''} said={said} />
    </search>
  )
}

function showNearest(editor: Editor): void {
  if (selectNearest(editor)) intoSight(editor)
}

/** Begins with what is selected, or was looked for last, and ends with nothing marked. Answers the place of the first field. */
function useOpening(
  editor: Editor,
  sought: Sought,
  onChange: (sought: Sought) => void,
): RefObject<HTMLInputElement | null> {
  const first = useRef<HTMLInputElement>(null)
  const opening = useRef({ sought, onChange })
  useEffect(() => {
    const before = opening.current
    const chosen = selectedWords(editor)
    const begun = chosen === '' ? before.sought : { ...before.sought, words: chosen }
    before.onChange(begun)
    seek(editor, begun)
    showNearest(editor)
    first.current?.focus()
    first.current?.select()
    return () => {
      if (!editor.isDestroyed) seek(editor, NOTHING_SOUGHT)
    }
  }, [editor])
  return first
}

interface LineProps {
  readonly label: string
  readonly value: string
  readonly place?: RefObject<HTMLInputElement | null>
  readonly onChange: (text: string) => void
  readonly onEnter: (isBack: boolean) => void
  readonly children: ReactNode
}

function FindLine({ label, value, place, onChange, onEnter, children }: LineProps) {
  const id = useId()
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.key !== 'Enter' || confirmsConversion(press)) return
    press.preventDefault()
    onEnter(press.shiftKey)
  }
  return (
    <div className="find-line">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={place}
        type="text"
        value={value}
        maxLength={MAX_WORDS_LENGTH}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={onKeyDown}
        className={controlLooks}
      />
      <div className="find-tools">{children}</div>
    </div>
  )
}

interface ButtonProps {
  readonly label: string
  readonly isOn?: boolean
  readonly onPress: () => void
}

function FindButton({ label, isOn, onPress }: ButtonProps) {
  return (
    <button type="button" className="editor-tool" aria-pressed={isOn} onClick={onPress}>
      {label}
    </button>
  )
}

interface FoundProps {
  readonly editor: Editor
  readonly isSeeking: boolean
  readonly said: string | null
}

/** What came of it, read out when it changes. */
function FoundLine({ editor, isSeeking, said }: FoundProps) {
  const words = useCollabWords().find
  const found = useEditorText(editor, (at) => {
    const [place, count] = foundIn(at)
    const beside = shownBeside(at)
    if (count === 0) return words.none
    if (place === 0) return fill(words.count, { count: String(count) })
    const where = fill(words.place, { place: String(place), count: String(count) })
    return beside === null ? where : where + fill(words.beside, { name: beside === '' ? words.tag : beside })
  })
  return (
    <p role="status" className="find-status">
      {said ?? (isSeeking ? found : words.where)}
    </p>
  )
}
