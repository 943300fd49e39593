import { Button } from '#client/ui/Button.tsx'
import { useCollabWords } from '../words.ts'
import type { Refusal } from './extensions.ts'

/** Why what was just tried did not enter the document. */
export function RefusedLine({ refusal, onClose }: { readonly refusal: Refusal; readonly onClose: () => void }) {
  const words = useCollabWords().refused
  return (
    <div role="alert" className="live-refused">
      <p>{words[refusal]}</p>
      <Button kind="quiet" size="compact" onPress={onClose}>
        {words.close}
      </Button>
    </div>
  )
}
