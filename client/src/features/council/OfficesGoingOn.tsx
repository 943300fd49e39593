import { useTranslation } from 'react-i18next'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { OFFICES, type Office } from '#shared/domain/member.ts'
import { isElectedAnew } from '#shared/domain/reappointment.ts'
import type { Ending } from './endingIn.ts'

/** Those that go on unless they are unticked. */
export const USUALLY_GO_ON: readonly Office[] = OFFICES.filter((office) => !isElectedAnew(office))

/** Unit: names of one office that are written; of more their number is. Of those whom a council elects all are. */
const NAMED = 3

interface Held {
  readonly office: Office
  readonly names: readonly string[]
}

const holds = ({ offices, until }: Ending, office: Office) =>
  offices.some((one) => one.office === office && one.until === until)

/** The offices that end with the term, and whose they are. */
export const officesEnding = (chosen: readonly Ending[]): readonly Held[] =>
  OFFICES.map((office) => ({
    office,
    names: chosen.filter((one) => holds(one, office)).map(({ name }) => name),
  })).filter(({ names }) => names.length > 0)

interface Props {
  readonly held: readonly Held[]
  readonly name: string
  readonly value: readonly Office[]
  readonly onChange: (offices: readonly Office[]) => void
}

/** Which of them go on with the term, each with its own tick; which do not is said by name. */
export function OfficesGoingOn({ held, ...field }: Props) {
  const { t } = useTranslation()
  const between = t('form.between')
  const said = ({ office, names }: Held) => {
    const isCounted = names.length > NAMED && !isElectedAnew(office)
    const who = isCounted ? t('yearChange.people', { number: names.length }) : names.join(between)
    return t('yearChange.officeOf', { office: t(`office.${office}`), who })
  }
  const ending = held.filter(({ office }) => !field.value.includes(office))
  if (held.length === 0) return null
  return (
    <>
      <CheckboxGroup
        label={t('yearChange.offices')}
        hint={
          held.some(({ office }) => isElectedAnew(office))
            ? t('yearChange.electedAnew', { move: t('member.move') })
            : undefined
        }
        {...field}
        options={held.map((one) => ({ value: one.office, label: said(one) }))}
      />
      <p role="status">
        {ending.length > 0 && t('yearChange.officesEnd', { offices: ending.map(said).join(between) })}
      </p>
    </>
  )
}
