import { controlLooks } from './controlLooks.ts'
import { Field, type FieldProps } from './Field.tsx'

interface Props extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number
}

/** Several lines of text; Enter begins a new line and sends nothing. */
export function TextArea({ value, onChange, rows = 4, ...props }: Props) {
  return (
    <Field {...props}>
      {(control) => (
        <textarea
          {...control}
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={controlLooks}
        />
      )}
    </Field>
  )
}
