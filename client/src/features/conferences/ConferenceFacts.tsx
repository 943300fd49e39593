import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import type { ConferenceBasisView, ConferenceDetail } from '#shared/api/conferences.ts'

interface Props {
  /** What can be done about its basis. */
  readonly basisAction?: ReactNode
  readonly conference: ConferenceDetail
  /** False for whoever is told nothing else of the case. */
  readonly leadsToCase: boolean
}

/** On whose case, of what kind and on what ground. */
export function ConferenceFacts({ conference, leadsToCase, basisAction }: Props) {
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
        {
          term: t('basis.kind'),
          value: (
            <div className="flex flex-col items-start gap-2">
              <span>
                <BasisLine conference={conference} />
              </span>
              {basisAction}
            </div>
          ),
        },
      ]}
    />
  )
}

/** The ground the conference stands on and which one of its kind it is, or the plain words that there is none. */
export function BasisLine({ conference }: Pick<Props, 'conference'>) {
  const { t } = useTranslation()
  const lineOf = useBasisLine()
  const { basis } = conference
  if (basis === null) return <>{t('conference.noBasis')}</>
  const kind = lineOf(basis)
  return <>{basis.isOver ? t('conference.basisOver', { kind }) : kind}</>
}

function useBasisLine(): (basis: ConferenceBasisView) => string {
  const { t } = useTranslation()
  const dates = useDates()
  return ({ kind, parties }) => {
    if (parties === null) return t(`basisKind.${kind}`)
    const { discloserName, recipientNames, from, until, recordedOn } = parties
    return t('conference.basisWhich', {
      kind: t(`basisKind.${kind}`),
      discloser: discloserName,
      recipients: recipientNames.join(t('form.between')),
      term: dates.term(from, until),
      recorded: recordedOn === null ? '' : t('conference.basisRecorded', { day: dates.plainDay(recordedOn) }),
    })
  }
}
