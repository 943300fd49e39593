import { useState } from 'react'
import { TextField, type TextFieldProps } from './TextField.tsx'
import { useUiWords } from './UiWords.tsx'

interface Props extends Omit<TextFieldProps, 'type' | 'isAscii'> {
  readonly autoComplete: 'current-password' | 'new-password'
  /** True for what is made up for somebody else, and handed over. */
  readonly isShownAtFirst?: boolean
}

/**
 * A password, hidden or, at one tick, shown. A field of hidden letters takes no Japanese conversion, and a sentence of fifteen
 * letters is typed wrong where it is not seen.
 */
export function PasswordField({ isShownAtFirst = false, ...props }: Props) {
  const [isShown, setShown] = useState(isShownAtFirst)
  return (
    <div>
      {/* As a name of the machine's, so that no spelling service is sent what is shown. */}
      <TextField {...props} isAscii type={isShown ? 'text' : 'password'} />
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          aria-description={props.label}
          className="size-6 accent-key-900"
          checked={isShown}
          onChange={(event) => {
            // That letters are shown is nothing filled in.
            event.stopPropagation()
            setShown(event.target.checked)
          }}
        />
        {useUiWords().showLetters}
      </label>
    </div>
  )
}
