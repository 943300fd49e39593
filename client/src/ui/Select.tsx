import { controlLooks } from './controlLooks.ts'
import { Field, type FieldProps } from './Field.tsx'
import { useRefused } from './refusedFields.ts'

export interface Option<Value extends string = string> {
  readonly value: Value
  readonly label: string
}

interface Props<Value extends string> extends FieldProps {
  readonly value: Value | ''
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value | '') => void
  /** The words of the first line, which chooses nothing; without them something is always chosen. */
  readonly nothing?: string
  readonly width?: 'full' | 'short'
}

/** One of a list, by the browser's own control: it is the best one on a phone and with a screen reader. */
export function Select<Value extends string>({ value, options, onChange, nothing, width, ...props }: Props<Value>) {
  const chosen = (text: string): Value | '' => options.find((option) => option.value === text)?.value ?? ''
  const refused = useRefused(props.name, value)
  return (
    <Field {...props} problem={props.problem ?? refused}>
      {(control) => (
        <span className={`relative block ${width === 'short' ? 'max-w-56' : ''}`}>
          <select
            {...control}
            value={value}
            onChange={(event) => onChange(chosen(event.target.value))}
            className={`${controlLooks} appearance-none pr-10 print:border-0 print:px-0`}
          >
            {nothing !== undefined && <option value="">{nothing}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <svg
            aria-hidden="true"
            viewBox="0 0 16 16"
            className="mark-shape pointer-events-none absolute top-1/2 right-3 size-3.5 -translate-y-1/2 fill-solid-gray-900 print:hidden"
          >
            <path d="M1 4h14l-7 9z" />
          </svg>
        </span>
      )}
    </Field>
  )
}
