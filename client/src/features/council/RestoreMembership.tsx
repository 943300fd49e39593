import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { useRestoreMembership } from './useCouncil.ts'

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
  const submit = () =>
    tell(restore.mutateAsync({ id: member.id, end: { until: null, shown: member.until } }), {
      ...{ title, said: said(member), onDone: onClose },
    })
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
        <FormButtons submit={t('member.restoreNow')} isBusy={restore.isPending} onClose={onClose} />
      </Form>
    </Dialog>
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
