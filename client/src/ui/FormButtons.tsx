import { Button } from './Button.tsx'
import type { ButtonKind } from './buttonLooks.ts'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly submit: string
  readonly isBusy: boolean
  readonly onClose: () => void
  readonly kind?: ButtonKind
}

/** The end of a small form: do it, or leave it. */
export function FormButtons({ submit, isBusy, onClose, kind = 'primary' }: Props) {
  const words = useUiWords()
  return (
    <div className="flex flex-wrap gap-3">
      <Button type="submit" kind={kind} isBusy={isBusy}>
        {submit}
      </Button>
      <Button kind="secondary" onPress={onClose}>
        {words.cancel}
      </Button>
    </div>
  )
}
