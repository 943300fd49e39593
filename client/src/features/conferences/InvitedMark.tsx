import { useTranslation } from 'react-i18next'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'

interface Props {
  readonly conference: Pick<ConferenceSummary, 'state' | 'isInvited' | 'awaitsReply'>
}

/** Whether whoever looks is asked to come: who is of a case knows of its conferences, also of those they need not go to. */
export function InvitedMark({ conference }: Props) {
  const { t } = useTranslation()
  if (isOver(conference.state)) return null
  return (
    <span className="whitespace-nowrap text-dns-14N-130 text-solid-gray-700">
      {t(conference.isInvited ? 'conference.invited' : 'conference.notInvited')}
      {conference.awaitsReply === true && (
        <span className="block whitespace-normal font-bold">{t('reply.awaited')}</span>
      )}
    </span>
  )
}
