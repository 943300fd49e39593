import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { CopyUnsent } from './CopyUnsent.tsx'
import { useCollabWords } from './words.ts'

interface Props {
  /** One's own words that the generation before has not taken; empty when it had all of them. */
  readonly unsent: string
  /** Opens the next generation; null when it is open. */
  readonly onOpen: (() => void) | null
  readonly onDone: () => void
}

/** The document began anew: nothing of the old replica goes into it by itself, and one's unsent words stay to be copied by hand. */
export function GenerationNotice({ unsent, onOpen, onDone }: Props) {
  const words = useCollabWords().generation
  return (
    <Notice tone="warning" title={words.title} isNews>
      <div className="flex flex-col items-start gap-3 pt-2">
        {unsent !== '' && (
          <>
            <p>{words.unsent}</p>
            <CopyUnsent connection={{ unsentText: () => unsent }} isShown />
          </>
        )}
        {onOpen === null ? (
          <Button kind="secondary" size="compact" onPress={onDone}>
            {words.done}
          </Button>
        ) : (
          <Button size="compact" onPress={onOpen}>
            {words.open}
          </Button>
        )}
      </div>
    </Notice>
  )
}
