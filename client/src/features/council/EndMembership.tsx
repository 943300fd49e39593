import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useLastDayQuestion } from '#client/platform/useLastDayQuestion.ts'
import { DayDialog } from '#client/ui/DayDialog.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { Seated } from '#shared/domain/roleHeld.ts'
import { CoordinatorGap } from './CoordinatorGap.tsx'
import { useTakeEndBack } from './RestoreMembership.tsx'
import { useEndMembership } from './useCouncil.ts'

/** The last day of a membership; what the member may see ends with it. */
export function EndMembership({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const end = useEndMembership()
  const takeBack = useTakeEndBack()
  const today = dayInJapan(usePorts().clock.now())
  const endedOn =
    (until: PlainDate) =>
    ({ members, ...rest }: Seated): Seated => ({
      ...rest,
      members: members.map((one) => (one.id === member.id ? { ...one, until } : one)),
    })
  const title = t('member.endTitle', { name: member.name })
  const said = t('member.ended', { name: member.name })
  const undo = (ended: MemberView) => takeBack(ended, member.until)
  return (
    <DayDialog
      question={useLastDayQuestion()}
      title={title}
      effect={t('member.endEffect')}
      warnOf={(on) => <CoordinatorGap change={endedOn(on <= today ? addDays(today, -1) : on)} />}
      isBusy={end.isPending}
      failure={end.error}
      onAnswer={(on) => tell(end.mutateAsync({ member, on }), { title, said, undo, onDone: onClose })}
      onClose={onClose}
    />
  )
}
