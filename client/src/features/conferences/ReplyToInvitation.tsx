import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { Section } from '#client/ui/Section.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { REPLIES, type Reply } from '#shared/domain/conferenceKind.ts'
import { useReply } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
  readonly memberId: string | undefined
}

/** Whether somebody who is invited comes, said by themselves at one press, and taken back by one. */
export function ReplyToInvitation({ conference, memberId }: Props) {
  const { t } = useTranslation()
  const kept = conference.attendance.find((one) => one.memberId === memberId)?.reply ?? null
  const { isBusy, reply } = useSaidReply(conference.id, kept)
  if (conference.mayReply !== true) return null
  return (
    <div className="off-paper">
      <Section title={t('reply.title')} isFramed>
        <p className="pb-3">{kept === null ? t('reply.ask') : t('reply.kept', { reply: t(`replyWords.${kept}`) })}</p>
        <div className="flex flex-wrap gap-3">
          {REPLIES.map((one) => (
            <Button key={one} kind="secondary" isBusy={isBusy === one} onPress={() => reply(one)}>
              {t(`replyWords.${one}`)}
            </Button>
          ))}
        </div>
      </Section>
    </div>
  )
}

function useSaidReply(conferenceId: string, kept: Reply | null) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const change = useReply(conferenceId)
  const put = (reply: Reply | null, undo?: () => void) => {
    const said = reply === null ? t('reply.takenBack') : t('reply.done', { reply: t(`replyWords.${reply}`) })
    void change
      .mutateAsync(reply)
      .then(() => status.say(said, undo))
      .catch((failure: unknown) => status.say(wordsOf(failure)))
  }
  return {
    isBusy: change.isPending ? change.variables : undefined,
    reply: (reply: Reply) => put(reply, () => put(kept)),
  }
}
