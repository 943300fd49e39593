import type { KeyboardEvent } from 'react'
import { controlLooks } from './controlLooks.ts'
import { Field, type FieldProps } from './Field.tsx'
import { confirmsConversion } from './imeEnter.ts'

interface Props extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'search' | 'time'
  readonly autoComplete?: string
  readonly inputMode?: 'text' | 'numeric'
  readonly isAscii?: boolean
  readonly width?: 'full' | 'short'
}

const keepFromSubmitting = (press: KeyboardEvent) => {
  if (confirmsConversion(press)) press.preventDefault()
}

/** One line of text. */
export function TextField({ value, onChange, type = 'text', autoComplete = 'off', width = 'full', ...props }: Props) {
  const isAscii = props.isAscii === true
  return (
    <Field {...props}>
      {(control) => (
        <input
          {...control}
          type={type}
          value={value}
          autoComplete={autoComplete}
          inputMode={props.inputMode}
          autoCapitalize={isAscii ? 'none' : undefined}
          spellCheck={isAscii ? false : undefined}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={keepFromSubmitting}
          className={`${controlLooks} ${width === 'short' ? 'max-w-56' : ''}`}
        />
      )}
    </Field>
  )
}
