import { useEffect, useRef } from 'react'
import { useStatus } from './StatusRegion.tsx'
import { useUiWords } from './UiWords.tsx'

/** What is done with the outcome of something that was sent. */
interface Sent<Answer> {
  /** What it is called: whoever has left by then is told of what. */
  readonly title: string
  /** How it is said that it is done; general words where there are none of its own. */
  readonly said?: string
  /** True where what follows shows it: then only whoever has left is told. */
  readonly isShown?: boolean
  readonly undo?: (answer: Answer) => void
  /** Follows where it was sent from, and not once that was left. */
  readonly onDone: (answer: Answer) => void
  readonly onFailed?: () => void
}

/** Has whoever leaves a form or a dialog while it is under way learn what came of it. Whoever stays is told of a failure there. */
export function useOutcome(): <Answer>(sending: Promise<Answer>, sent: Sent<Answer>) => void {
  const status = useStatus()
  const words = useUiWords()
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  return (sending, { title, said, isShown = false, undo, onDone, onFailed }) => {
    const say = status.later()
    void sending.then(
      (answer) => {
        const done = said ?? words.doneAfterLeaving(title)
        if (!isShown || !isHere.current) say(done, undo === undefined ? undefined : () => undo(answer))
        if (isHere.current) onDone(answer)
      },
      (failure: unknown) => {
        if (isHere.current) onFailed?.()
        else say(words.notDoneAfterLeaving(title, failure))
      },
    )
  }
}
