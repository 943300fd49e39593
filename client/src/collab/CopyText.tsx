import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { copyToClipboard } from './clipboard.ts'

interface Props {
  readonly text: string
  readonly label: string
  /** What is said once it is in the clipboard, and what where there is none. */
  readonly copied: string
  readonly notCopied: string
}

/** A button beside a text that stands on the page: puts it into the clipboard and says so. */
export function CopyText({ text, label, copied, notCopied }: Props) {
  const [said, setSaid] = useState('')
  const copy = async () => setSaid((await copyToClipboard(text)) ? copied : notCopied)
  return (
    <span className="flex flex-col items-start gap-1">
      <Button kind="secondary" size="compact" onPress={() => void copy()}>
        {label}
      </Button>
      <span role="status" className="text-dns-14N-130 empty:hidden">
        {said}
      </span>
    </span>
  )
}
