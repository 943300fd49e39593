import { type ReactNode, useId, useState } from 'react'
import { Button } from './Button.tsx'

interface Props {
  readonly title: string
  readonly isOpenAtFirst?: boolean
  /** What is open stands on paper, too, without the button. */
  readonly isPrinted?: boolean
  readonly children: ReactNode
}

/** A button with what it opens under it; nothing of that is there, or asked for, until it is opened. */
export function Disclosure({ title, isOpenAtFirst = false, isPrinted = false, children }: Props) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  return (
    <div className={`${isPrinted ? '' : 'off-paper'} flex flex-col gap-3`}>
      <div className="off-paper">
        <Button kind="secondary" isExpanded={isOpen} controls={id} onPress={() => setOpen(!isOpen)}>
          {title}
        </Button>
      </div>
      <div id={id}>{isOpen && children}</div>
    </div>
  )
}
