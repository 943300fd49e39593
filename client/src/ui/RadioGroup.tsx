import { useContext, useId } from 'react'
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components/RadioGroup'
import { choiceLooks } from './choiceLooks.ts'
import { type FieldProps, Problem, RequiredMark } from './Field.tsx'
import { NoteFilledIn } from './filledIn.ts'
import type { Option } from './Select.tsx'

interface Props<Value extends string> extends FieldProps {
  readonly value: Value | ''
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>({ label, hint, problem, isRequired = false, ...props }: Props<Value>) {
  const id = useId()
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .join(' ')
    .trim()
  const noteFilledIn = useContext(NoteFilledIn)
  const pick = (text: string) => {
    noteFilledIn()
    const option = props.options.find((candidate) => candidate.value === text)
    if (option !== undefined) props.onChange(option.value)
  }
  return (
    <AriaRadioGroup
      aria-labelledby={`${id}-label`}
      {...(described === '' ? {} : { 'aria-describedby': described })}
      value={props.value === '' ? null : props.value}
      onChange={pick}
      isInvalid={problem !== undefined}
      isRequired={isRequired}
      className="flex flex-col gap-1.5"
    >
      <span id={`${id}-label`} className="flex flex-wrap items-baseline gap-x-2 font-bold text-solid-gray-900">
        {label}
        {isRequired && <RequiredMark />}
      </span>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-solid-gray-700 leading-150">
          {hint}
        </p>
      )}
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
