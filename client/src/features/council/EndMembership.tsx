import { useTranslation } from 'react-i18next'
import { useLastDayQuestion } from '#client/platform/useLastDayQuestion.ts'
import { DayDialog } from '#client/ui/DayDialog.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { useEndMembership } from './useCouncil.ts'

/** The last day of a membership; what the member may see ends with it. */
export function EndMembership({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const status = useStatus()
  const end = useEndMembership()
  const said = () => {
    status.say(t('member.ended', { name: member.name }))
    onClose()
  }
  return (
    <DayDialog
      question={useLastDayQuestion()}
      title={t('member.endTitle', { name: member.name })}
      effect={t('member.endEffect')}
      isBusy={end.isPending}
      failure={end.error}
      onAnswer={(on) => end.mutate({ id: member.id, on }, { onSuccess: said })}
      onClose={onClose}
    />
  )
}
