import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { CopyUnsent } from './CopyUnsent.tsx'
import { useCollabWords } from './words.ts'

interface Props {
  readonly ownText: string
  readonly onDone: () => void
}

/** The page held something else than the server and has been read anew: says so, and gives back what was typed here before. */
export function RenewedNotice({ ownText, onDone }: Props) {
  const words = useCollabWords().renewed
  return (
    <Notice tone="warning" title={words.title} isNews>
      <div className="flex flex-col items-start gap-3 pt-2">
        <p>{words.text}</p>
        {ownText !== '' && <CopyUnsent connection={{ unsentText: () => ownText }} label={words.copy} />}
        <Button kind="secondary" size="compact" onPress={onDone}>
          {ownText === '' ? words.close : words.done}
        </Button>
      </div>
    </Notice>
  )
}
