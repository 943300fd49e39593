import { controlLooks } from './controlLooks.ts'
import { Field, type FieldProps } from './Field.tsx'
import { keepFromSubmitting } from './imeEnter.ts'
import { useRefused } from './refusedFields.ts'

/** How a written date or time was understood. The field knows no calendar; its reader is handed in. */
export type Understanding =
  | { readonly kind: 'empty' }
  | { readonly kind: 'understood'; readonly words: string }
  | { readonly kind: 'unreadable'; readonly problem: string }

interface Props extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly understand: (text: string) => Understanding
}

/** A date or a time as people write it, in one field, which says at once how it was understood. */
export function UnderstoodField({ value, onChange, understand, problem, ...props }: Props) {
  const understanding = understand(value)
  const refused = useRefused(props.name, value)
  const unreadable = understanding.kind === 'unreadable' ? understanding.problem : undefined
  return (
    <Field
      {...props}
      problem={problem ?? unreadable ?? refused}
      answer={understanding.kind === 'understood' ? understanding.words : ''}
    >
      {(control) => (
        <input
          {...control}
          type="text"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={keepFromSubmitting}
          className={`${controlLooks} max-w-72`}
        />
      )}
    </Field>
  )
}
