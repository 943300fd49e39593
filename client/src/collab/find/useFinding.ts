import { type Editor, isMacOS } from '@tiptap/core'
import { type RefObject, useCallback, useEffect, useState } from 'react'
import { NOTHING_SOUGHT, type Sought } from './findReplace.ts'

export interface Finding {
  /** 0 while the bar is closed; rises each time it is asked for. */
  readonly turn: number
  readonly sought: Sought
  readonly open: () => void
  readonly close: () => void
  readonly onChange: (sought: Sought) => void
}

/** The keys that other writing programs have for it; the Mac's own ⌘H hides the window. */
const isAskedFor = (press: KeyboardEvent): boolean =>
  press.key.toLowerCase() === 'h' &&
  !press.altKey &&
  !press.isComposing &&
  (isMacOS() ? press.metaKey && press.shiftKey : press.ctrlKey && !press.shiftKey)

const isInBar = (target: EventTarget | null): boolean => target instanceof Element && target.closest('search') !== null

/** Opens and closes the bar of find and replace, by Ctrl+H and Escape too. What was looked for is kept meanwhile. */
export function useFinding(frame: RefObject<HTMLElement | null>, editor: Editor | null): Finding {
  const [turn, setTurn] = useState(0)
  const [sought, setSought] = useState(NOTHING_SOUGHT)
  const open = useCallback(() => setTurn((before) => before + 1), [])
  const close = useCallback(() => {
    setTurn(0)
    // At once, for the next key.
    editor?.view.focus()
  }, [editor])

  useEffect(() => {
    const within = frame.current
    const onKey = (press: KeyboardEvent): void => {
      const isLeaving = press.key === 'Escape' && !press.isComposing && press.keyCode !== 229 && isInBar(press.target)
      if (!isLeaving && !isAskedFor(press)) return
      press.preventDefault()
      if (isLeaving) close()
      else open()
    }
    within?.addEventListener('keydown', onKey)
    return () => within?.removeEventListener('keydown', onKey)
  }, [frame, open, close])

  return { turn, sought, open, close, onChange: setSought }
}
