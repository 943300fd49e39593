import { Notice } from './Notice.tsx'
import { useUiWords } from './UiWords.tsx'

/** Why the last press did not do what it should, with the number to tell when somebody may have to look into it. */
export function FailureNotice({ failure, title }: { readonly failure: unknown; readonly title?: string }) {
  const words = useUiWords()
  if (failure === null || failure === undefined) return null
  const { text, reference } = words.explain(failure)
  return (
    <Notice tone="error" title={title ?? words.notDone} isNews>
      <p>{text}</p>
      {reference !== null && (
        <p>
          {words.reference}: <code className="select-all font-mono">{reference}</code>
        </p>
      )}
    </Notice>
  )
}
