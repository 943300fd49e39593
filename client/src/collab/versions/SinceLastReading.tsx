import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { useCollabWords } from '../words.ts'
import { DifferenceDialog } from './DifferenceDialog.tsx'
import type { Comparison } from './useVersions.ts'

const SINCE: Comparison = { from: 'lastRead', to: 'now' }

/** For whoever reads an extract: what is new in it since their own last reading. */
export function SinceLastReading({ documentId }: { readonly documentId: string }) {
  const words = useCollabWords().versions
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="off-paper">
      <Button kind="secondary" onPress={() => setOpen(true)}>
        {words.newToMe}
      </Button>
      <DifferenceDialog documentId={documentId} comparison={isOpen ? SINCE : null} onClose={() => setOpen(false)} />
    </div>
  )
}
