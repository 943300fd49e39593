import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Section } from '#client/ui/Section.tsx'
import { sessionApi } from './sessionApi.ts'

interface Props {
  readonly organisationCount: number
  readonly memberCount: number
}

/** The way from the demo to a council of one's own: says what is lost, and then loses it. */
export function EndDemo(counts: Props) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  return (
    <div className="off-paper">
      <Section title={t('endDemo.title')} isFramed>
        <p className="pb-4">{t('endDemo.lead')}</p>
        <Button kind="secondary" onPress={() => setAsking(true)}>
          {t('endDemo.open')}
        </Button>
        {isAsking && <Question {...counts} onClose={() => setAsking(false)} />}
      </Section>
    </div>
  )
}

function Question({ organisationCount, memberCount, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { http } = usePorts()
  // The page is loaded anew, so that nothing of the demo stays in its memory.
  const empty = useMutation({
    mutationFn: () => sessionApi(http).emptyDemoCouncil(),
    onSuccess: () => window.location.assign('/'),
  })
  return (
    <Dialog title={t('endDemo.title')} isOpen onClose={onClose}>
      <FailureNotice failure={empty.error} />
      <p>{t('endDemo.lost')}</p>
      <ul className="list-disc py-3 pl-6">
        <li>{t('endDemo.lostCouncil', { organisations: organisationCount, members: memberCount })}</li>
        <li>{t('endDemo.lostCases')}</li>
        <li>{t('endDemo.lostSessions')}</li>
      </ul>
      <p className="pb-6">{t('endDemo.next')}</p>
      <div className="flex flex-wrap gap-3">
        <Button kind="danger" isBusy={empty.isPending} onPress={() => empty.mutate()}>
          {t('endDemo.submit')}
        </Button>
        <Button kind="secondary" onPress={onClose}>
          {t('form.cancel')}
        </Button>
      </div>
    </Dialog>
  )
}
