import { controlLooks } from './controlLooks.ts'
import { Field, type FieldProps } from './Field.tsx'
import { keepFromSubmitting } from './imeEnter.ts'
import { useRefused } from './refusedFields.ts'
import { useUiWords } from './UiWords.tsx'

export interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'search'
  readonly autoComplete?: string
  readonly inputMode?: 'text' | 'numeric'
  readonly isAscii?: boolean
  readonly width?: 'full' | 'short'
  /** Unit: UTF-16 code units, white space at the ends not counted. Nothing is cut off; what is longer is not sent. */
  readonly longest?: number
}

/** One line of text. */
export function TextField({
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  width = 'full',
  ...props
}: TextFieldProps) {
  const words = useUiWords()
  const { isAscii = false, longest } = props
  const refused = useRefused(props.name, value)
  const isTooLong = longest !== undefined && value.trim().length > longest
  return (
    <Field {...props} problem={isTooLong ? words.tooLong(longest) : (props.problem ?? refused)}>
      {(control) => (
        <input
          {...control}
          data-too-long={isTooLong ? '' : undefined}
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
