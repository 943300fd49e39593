import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { Office } from '#shared/domain/member.ts'
import { type OfficeGone, officesGone } from '#shared/domain/succession.ts'
import { useMembers, useRestoreMembership } from './useCouncil.ts'

interface Props {
  readonly member: MemberView
  readonly onClose: () => void
}

/** Takes back the end of a term that was set by mistake, whenever that is found; what comes back with it is said before. */
export function RestoreMembership({ member, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const restore = useRestoreMembership()
  const said = useSaid()
  const title = t('member.restoreTitle', { name: member.name })
  const gone = officesGone<MemberView>(member, useMembers(), dayInJapan(usePorts().clock.now()))
  const [back, setBack] = useState<readonly Office[]>([])
  const submit = () => {
    const end = { until: null, shown: member.until, ...(back.length === 0 ? {} : { offices: [...back] }) }
    tell(restore.mutateAsync({ id: member.id, end }), { title, said: said(member), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} failure={restore.error}>
        {dates.isOver(member.until) ? (
          <>
            <p>{t('member.restoreEffect')}</p>
            <ul className="list-disc ps-5">
              <li>{t('member.restoreBack')}</li>
              <li>{t('member.restoreNotBack')}</li>
            </ul>
          </>
        ) : (
          <p>{t('member.restoreAhead')}</p>
        )}
        {gone.length > 0 && <OfficesGone gone={gone} back={back} onChange={setBack} />}
        <FormButtons submit={t('member.restoreNow')} isBusy={restore.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface GoneProps {
  readonly gone: readonly OfficeGone<MemberView>[]
  readonly back: readonly Office[]
  readonly onChange: (back: readonly Office[]) => void
}

const STATE_OF = { free: 'member.restoreFree', held: 'member.restoreHeld', taken: 'member.restoreTaken' } as const

/** Which offices went to whom, and those of them that can be given back. */
function OfficesGone({ gone, back, onChange }: GoneProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const free = gone.filter(({ state }) => state === 'free')
  const optionOf = ({ back: { office, from, until } }: OfficeGone<MemberView>) => ({
    value: office,
    label: t('member.restoreOffice', { office: t(`office.${office}`), term: dates.term(from, until) }),
  })
  return (
    <>
      <div className="rounded-12 border border-solid-gray-300 px-4 py-3">
        <p className="font-bold">{t('member.restoreGone')}</p>
        <ul className="list-disc ps-5">
          {gone.map(({ holder, state, back: { office } }) => (
            <li key={office}>{t(STATE_OF[state], { office: t(`office.${office}`), name: holder.name })}</li>
          ))}
        </ul>
      </div>
      {free.length > 0 && (
        <CheckboxGroup
          label={t('member.restoreOffices')}
          value={back}
          onChange={onChange}
          options={free.map(optionOf)}
        />
      )}
    </>
  )
}

/** Whoever could not log in any more has to log in anew. */
function useSaid(): (ended: MemberView) => string {
  const { t } = useTranslation()
  const dates = useDates()
  return ({ name, until }) => t(dates.isOver(until) ? 'member.restoredOver' : 'member.restored', { name })
}

/** Takes an end back right after it was set, to the last day that stood there before. */
export function useTakeEndBack(): (ended: MemberView, before: PlainDate | null) => void {
  const status = useStatus()
  const wordsOf = useFailureWords()
  const said = useSaid()
  const restore = useRestoreMembership()
  return (ended, before) =>
    void restore
      .mutateAsync({ id: ended.id, end: { until: before, shown: ended.until } })
      .then(() => status.say(said(ended)))
      .catch((failure: unknown) => status.say(wordsOf(failure)))
}
