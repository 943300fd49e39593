import { useEffect, useRef } from 'react'
import { Notice } from './Notice.tsx'
import { useUiWords } from './UiWords.tsx'

/** Why the last press did not do what it should, brought into sight, with the number to tell when somebody may have to look into it. */
export function FailureNotice({ failure, title }: { readonly failure: unknown; readonly title?: string }) {
  const words = useUiWords()
  const place = useRef<HTMLDivElement>(null)
  // It stands at the head of a form, and the button that was pressed at its foot.
  useEffect(() => {
    if (failure === null || failure === undefined) return
    place.current?.scrollIntoView?.({ block: 'nearest' })
  }, [failure])
  if (failure === null || failure === undefined) return null
  const { text, reference } = words.explain(failure)
  return (
    <div ref={place} className="scroll-my-20">
      <Notice tone="error" title={title ?? words.notDone} isNews>
        <p>{text}</p>
        {reference !== null && (
          <p>
            {words.reference}: <code className="select-all font-mono">{reference}</code>
          </p>
        )}
      </Notice>
    </div>
  )
}
