import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ConferenceStateMark } from '#client/features/conferences/ConferenceStateMark.tsx'
import { useConference } from '#client/features/conferences/useConferences.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Counted } from '#client/ui/Counted.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { lazyPart } from './lazyPart.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { useAddressed } from './useAddressed.ts'

const ExtractView = lazyPart(async () => (await import('#client/collab/ExtractView.tsx')).ExtractView)

/** The picture on the wall: large type, and nothing that the room may not see. */
export function ProjectorPage() {
  const { t } = useTranslation()
  const conference = useConference(useAddressed('conferenceId'))
  useLargeType()
  if (conference.documentId === null || conference.noteRight === 'none') return <NotFoundPage />
  return (
    <div className="mx-auto max-w-[70rem] px-8 py-6">
      <PageTitle text={t('projector.titleOf', { title: conference.title })} />
      <header className="flex flex-wrap items-center justify-between gap-4 border-black border-b-2 pb-4">
        <div className="min-w-0">
          <h1 className="text-std-28B-150">
            <Counted text={conference.title} />
          </h1>
          <p className="flex flex-wrap items-center gap-3 text-solid-gray-700">
            <ConferenceStateMark state={conference.state} />
            {t('projector.hidden')}
          </p>
        </div>
        <LinkButton kind="secondary" href={`/conferences/${conference.id}`}>
          {t('projector.leave')}
        </LinkButton>
      </header>
      <div className="py-6">
        <h2 className="sr-only">{t('note.title')}</h2>
        <Suspense fallback={<Progress label={t('note.opening')} />}>
          <ExtractView documentId={conference.documentId} face="projector" />
        </Suspense>
      </div>
    </div>
  )
}

/** Everything is measured in rem, so the root's size makes the whole page larger while it is on the wall. */
function useLargeType() {
  useEffect(() => {
    document.documentElement.classList.add('on-the-wall')
    return () => document.documentElement.classList.remove('on-the-wall')
  }, [])
}
