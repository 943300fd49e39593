import { useTranslation } from 'react-i18next'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'

interface Props {
  readonly conference: ConferenceDetail
  /** False for whoever is told nothing else of the case. */
  readonly leadsToCase: boolean
}

/** On whose case, of what kind and on what ground. */
export function ConferenceFacts({ conference, leadsToCase }: Props) {
  const { t } = useTranslation()
  const caseName = t('case.name', { number: conference.case.number, callName: conference.case.callName })
  return (
    <Facts
      facts={[
        {
          term: t('conference.case'),
          value: leadsToCase ? <TextLink href={`/cases/${conference.case.id}`}>{caseName}</TextLink> : caseName,
        },
        { term: t('conference.kind'), value: t(`meetingKind.${conference.meetingKind}`) },
        { term: t('basis.kind'), value: <BasisLine conference={conference} /> },
      ]}
    />
  )
}

/** The ground the conference stands on, or the plain words that there is none. */
export function BasisLine({ conference }: { readonly conference: ConferenceDetail }) {
  const { t } = useTranslation()
  const { basis } = conference
  if (basis === null) return <>{t('conference.noBasis')}</>
  const kind = t(`basisKind.${basis.kind}`)
  return <>{basis.isOver ? t('conference.basisOver', { kind }) : kind}</>
}
