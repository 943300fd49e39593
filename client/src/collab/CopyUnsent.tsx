import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { copyToClipboard } from './clipboard.ts'
import type { DocumentConnection } from './connection/documentConnection.ts'
import { useCollabWords } from './words.ts'

type Outcome = { readonly kind: 'none' | 'copied' | 'empty' } | { readonly kind: 'shown'; readonly text: string }

/** Without a clipboard the text itself is shown, to be copied by hand. */
async function copy(text: string): Promise<Outcome> {
  if (text === '') return { kind: 'empty' }
  return (await copyToClipboard(text)) ? { kind: 'copied' } : { kind: 'shown', text }
}

interface Props {
  readonly connection: Pick<DocumentConnection, 'unsentText'>
  /** What the button says; 「未送信の文を写す」 without it. */
  readonly label?: string
  /** The words stand under the button from the beginning, and not only where there is no clipboard. */
  readonly isShown?: boolean
}

/** 「未送信の文を写す」: one's own words into the clipboard, so that nothing is lost whatever becomes of the connection. */
export function CopyUnsent({ connection, label, isShown = false }: Props) {
  const words = useCollabWords().sign
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' })
  const text = outcome.kind === 'shown' ? outcome.text : isShown ? connection.unsentText() : ''
  const said = { none: '', copied: words.copied, empty: words.nothingUnsent, shown: words.notCopied }[outcome.kind]
  return (
    <div className="flex w-full flex-col items-start gap-1">
      <Button kind="secondary" size="compact" onPress={() => void copy(connection.unsentText()).then(setOutcome)}>
        {label ?? words.copyUnsent}
      </Button>
      <p role="status" className="text-dns-14N-130 empty:hidden">
        {said}
      </p>
      {text !== '' && (
        <textarea
          readOnly
          rows={4}
          aria-label={words.unsentWords}
          value={text}
          onFocus={(event) => event.target.select()}
          className="w-full min-w-64 rounded-8 border border-solid-gray-600 p-2"
        />
      )}
    </div>
  )
}
