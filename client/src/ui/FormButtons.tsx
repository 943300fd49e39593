import type { RefObject } from 'react'
import { Button } from './Button.tsx'
import type { ButtonKind } from './buttonLooks.ts'
import { useUiWords } from './UiWords.tsx'

interface Props {
  readonly submit: string
  readonly isBusy: boolean
  readonly onClose: () => void
  readonly kind?: ButtonKind
  /** A second way to do it, after which the form is there for the next; `isChosen` holds which of the two was pressed. Enter is the first. */
  readonly goOn?: { readonly submit: string; readonly isChosen: RefObject<boolean> }
}

/** The end of a small form: do it, or leave it. */
export function FormButtons({ submit, isBusy, onClose, kind = 'primary', goOn }: Props) {
  const words = useUiWords()
  const choose = (isGoingOn: boolean) => () => {
    if (goOn !== undefined) goOn.isChosen.current = isGoingOn
  }
  return (
    <div className="flex flex-wrap gap-3">
      <Button type="submit" kind={kind} isBusy={isBusy} onPress={choose(false)}>
        {submit}
      </Button>
      {goOn !== undefined && (
        <Button type="submit" kind="secondary" isBusy={isBusy} onPress={choose(true)}>
          {goOn.submit}
        </Button>
      )}
      <Button kind="secondary" onPress={onClose}>
        {words.cancel}
      </Button>
    </div>
  )
}
