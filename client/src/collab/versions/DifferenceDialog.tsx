import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { useCollabWords } from '../words.ts'
import { ComparisonView } from './ComparisonView.tsx'
import type { Comparison } from './useVersions.ts'
import './versionLooks.css'

interface Props {
  readonly documentId: string
  /** Null while nothing is compared. */
  readonly comparison: Comparison | null
  readonly onClose: () => void
}

/** 「違い」: two states of a document compared, over the page. */
export function DifferenceDialog({ documentId, comparison, onClose }: Props) {
  const words = useCollabWords().versions
  return (
    <Dialog title={words.difference} isOpen={comparison !== null} onClose={onClose}>
      {comparison !== null && <ComparisonView documentId={documentId} comparison={comparison} />}
      <CloseButton onClose={onClose} />
    </Dialog>
  )
}

/** Leaves a dialog that only shows. */
export function CloseButton({ onClose }: { readonly onClose: () => void }) {
  return (
    <div className="pt-4">
      <Button kind="secondary" onPress={onClose}>
        {useCollabWords().versions.close}
      </Button>
    </div>
  )
}
