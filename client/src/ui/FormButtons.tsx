import { Button } from './Button.tsx'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly submit: string
  readonly isBusy: boolean
  readonly onClose: () => void
}

/** The end of a small form: do it, or leave it. */
export function FormButtons({ submit, isBusy, onClose }: Props) {
  const words = useUiWords()
  return (
    <div className="flex flex-wrap gap-3">
      <Button type="submit" isBusy={isBusy}>
        {submit}
      </Button>
      <Button kind="secondary" onPress={onClose}>
        {words.cancel}
      </Button>
    </div>
  )
}
