import { useContext } from 'react'
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components/RadioGroup'
import { choiceLooks } from './choiceLooks.ts'
import { type FieldProps, GroupHead, Problem, useGroup } from './Field.tsx'
import { NoteFilledIn } from './filledIn.ts'
import { useRefused } from './refusedFields.ts'
import type { Option } from './Select.tsx'

interface Props<Value extends string> extends FieldProps {
  readonly value: Value | ''
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>(props: Props<Value>) {
  const refused = useRefused(props.name, props.value)
  const problem = props.problem ?? refused
  const { id, group } = useGroup({ ...props, problem })
  const noteFilledIn = useContext(NoteFilledIn)
  const pick = (text: string) => {
    noteFilledIn()
    const option = props.options.find((candidate) => candidate.value === text)
    if (option !== undefined) props.onChange(option.value)
  }
  return (
    <AriaRadioGroup
      {...group}
      value={props.value === '' ? null : props.value}
      onChange={pick}
      isRequired={props.isRequired ?? false}
    >
      <GroupHead {...props} id={id} />
      {props.options.map((option) => (
        <Radio key={option.value} value={option.value} className={choiceLooks}>
          <span className="flex size-6 shrink-0 items-center justify-center rounded-full border-2 border-solid-gray-600 bg-white group-data-[selected]:border-key-900">
            <span className="hidden size-3 rounded-full bg-key-900 group-data-[selected]:block forced-colors:bg-[CanvasText]" />
          </span>
          {option.label}
        </Radio>
      ))}
      {problem !== undefined && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </AriaRadioGroup>
  )
}
