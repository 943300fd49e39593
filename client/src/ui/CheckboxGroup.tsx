import { useContext } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'
import { CheckboxGroup as AriaCheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { choiceLooks } from './choiceLooks.ts'
import { type FieldProps, GroupHead, Problem, useGroup } from './Field.tsx'
import { NoteFilledIn } from './filledIn.ts'
import { useRefused } from './refusedFields.ts'
import type { Option } from './Select.tsx'

interface Props<Value extends string> extends FieldProps {
  readonly value: readonly Value[]
  readonly options: readonly Option<Value>[]
  readonly onChange: (values: readonly Value[]) => void
  readonly columns?: 1 | 2
}

/** Any number of a short list. */
export function CheckboxGroup<Value extends string>(props: Props<Value>) {
  const refused = useRefused(props.name, props.value)
  const problem = props.problem ?? refused
  const { id, group } = useGroup({ ...props, problem })
  const { value, options, onChange, columns = 1 } = props
  const noteFilledIn = useContext(NoteFilledIn)
  const pick = (texts: readonly string[]) => {
    noteFilledIn()
    onChange(options.filter((option) => texts.includes(option.value)).map((option) => option.value))
  }
  return (
    <AriaCheckboxGroup {...group} value={[...value]} onChange={pick}>
      <GroupHead {...props} id={id} />
      <div className={`grid gap-x-6 ${columns === 2 ? 'sm:grid-cols-2' : ''}`}>
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value} className={choiceLooks}>
            <CheckShape />
            {option.label}
          </Checkbox>
        ))}
      </div>
      {problem !== undefined && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </AriaCheckboxGroup>
  )
}

function CheckShape() {
  return (
    <span className="flex size-6 shrink-0 items-center justify-center rounded-4 border-2 border-solid-gray-600 bg-white group-data-[selected]:border-key-900 group-data-[selected]:bg-key-900">
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="mark-shape hidden size-4 fill-none stroke-white group-data-[selected]:block"
      >
        <path d="m2.5 8.5 3.5 4 7.5-9" strokeWidth="2.4" />
      </svg>
    </span>
  )
}
