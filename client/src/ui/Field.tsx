import { type ReactNode, useId } from 'react'
import { useUiWords } from './UiWords.tsx'

/** What every field can be told. */
export interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly problem?: string | undefined
  /** What it is called where the form is sent to, and may be refused under. */
  readonly name?: string
  readonly isRequired?: boolean
  /** True where the place in a table already shows what the label says; it is still heard. */
  readonly isLabelOnlyHeard?: boolean
}

/** The ids and states a control takes over from the field around it. */
export interface ControlProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
  readonly 'aria-required': true | undefined
}

interface Props extends FieldProps {
  /** Said under the control and read out when it changes. */
  readonly answer?: ReactNode
  readonly children: (control: ControlProps) => ReactNode
}

/** ※必須 in words, beside the label. */
function RequiredMark() {
  return <span className="text-dns-16N-130 font-normal text-error-2">{useUiWords().required}</span>
}

/** What is wrong and what to do, beginning with a mark so that colour is not the only sign. */
export function Problem({ id, children }: { readonly id: string; readonly children: string }) {
  const words = useUiWords()
  return (
    <p id={id} className="text-error-2">
      {words.errorPrefix}
      {children}
    </p>
  )
}

const labelLooks = 'flex flex-wrap items-baseline gap-x-2 font-bold text-solid-gray-900'

function Hint({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <p id={id} className="text-solid-gray-700 leading-150">
      {children}
    </p>
  )
}

/** What a group of choices takes over, as a control does from the field around it; `id` is for its `GroupHead`. */
export function useGroup({ hint, problem }: FieldProps) {
  const id = useId()
  const described = [hint === undefined ? null : `${id}-hint`, problem === undefined ? null : `${id}-problem`]
  const describedBy = described.filter((part) => part !== null).join(' ')
  const group = {
    'aria-labelledby': `${id}-label`,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    isInvalid: problem !== undefined,
    className: 'flex flex-col gap-1.5',
  }
  return { id, group }
}

/** Label and help of a group of choices. */
export function GroupHead({ id, label, hint, isRequired = false }: FieldProps & { readonly id: string }) {
  return (
    <>
      <span id={`${id}-label`} className={labelLooks}>
        {label}
        {isRequired && <RequiredMark />}
      </span>
      {hint !== undefined && <Hint id={`${id}-hint`}>{hint}</Hint>}
    </>
  )
}

/** Label above, help under the label, control, then what is wrong with it. */
export function Field({ label, hint, problem, isRequired = false, answer, children, ...rest }: Props) {
  const id = useId()
  const described = [
    hint === undefined ? null : `${id}-hint`,
    answer === undefined ? null : `${id}-answer`,
    problem === undefined ? null : `${id}-problem`,
  ].filter((part) => part !== null)

  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className={rest.isLabelOnlyHeard === true ? 'sr-only' : labelLooks}>
        {label}
        {isRequired && <RequiredMark />}
      </label>
      {hint !== undefined && <Hint id={`${id}-hint`}>{hint}</Hint>}
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': problem === undefined ? undefined : true,
        'aria-required': isRequired ? true : undefined,
      })}
      {answer !== undefined && (
        <p id={`${id}-answer`} aria-live="polite" className="empty:hidden text-solid-gray-700">
          {answer}
        </p>
      )}
      {problem !== undefined && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </div>
  )
}
