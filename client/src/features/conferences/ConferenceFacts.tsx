import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { ChairChoiceView, ConferenceBasisView, ConferenceDetail } from '#shared/api/conferences.ts'

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
        ...(conference.calledOffBecause === undefined
          ? []
          : [{ term: t('conference.callOffReason'), value: t(`callOffReason.${conference.calledOffBecause}`) }]),
        { term: t('conference.kind'), value: t(`meetingKind.${conference.meetingKind}`) },
        ...chairChoiceFacts(conference, t('conference.chosenByChair')),
        {
          term: t('basis.kind'),
          value: (
            <div className="flex flex-col items-start gap-2">
              <BasisLine conference={conference} />
              {basisAction}
            </div>
          ),
        },
      ]}
    />
  )
}

/** Of a 支援会議 who chose whom to call, and when; of any other nothing. */
export const chairChoiceFacts = ({ chosenByChair }: ConferenceDetail, term: string) =>
  chosenByChair === undefined ? [] : [{ term, value: <ChairChoices choices={chosenByChair} /> }]

/** Each time on a line of its own. */
function ChairChoices({ choices }: { readonly choices: readonly ChairChoiceView[] }) {
  const { t } = useTranslation()
  const dates = useDates()
  const lines = new Map(
    choices.map(({ name, organisationName, on }) => [
      `${name} ${organisationName} ${on}`,
      { chair: t('conference.chosenBy', { name, organisation: organisationName }), day: dates.plainDay(on) },
    ]),
  )
  return (
    <span className="flex flex-col">
      {[...lines].map(([key, { chair, day }]) => (
        <span key={key}>
          {chair} <Unbroken text={day} />
        </span>
      ))}
    </span>
  )
}

/** The ground the conference stands on and which one of its kind it is, or the plain words that there is none. */
export function BasisLine({ conference }: Pick<Props, 'conference'>) {
  const { t } = useTranslation()
  const { basis } = conference
  if (basis === null) return <>{t('conference.noBasis')}</>
  return (
    <span className="flex min-w-0 max-w-full flex-col">
      <span>{t(`basisKind.${basis.kind}`)}</span>
      {basis.parties !== null && <Parties parties={basis.parties} />}
      {basis.isOver && <strong>{t('conference.basisOver')}</strong>}
    </span>
  )
}

/** Who tells whom, how long and since when it stands in the case, each on lines of its own. */
function Parties({ parties }: { readonly parties: NonNullable<ConferenceBasisView['parties']> }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { discloserName, recipientNames, from, until, recordedOn } = parties
  return (
    <>
      <span>
        {t('conference.basisParties', { discloser: discloserName, recipients: recipientNames.join(t('form.between')) })}
      </span>
      <span>
        {/* Each day stays whole while its line has room for it, in large type too. */}
        {dates
          .term(from, until)
          .split(/(?<=〜|– )/)
          .map((day) => (
            <span key={day} className="inline-block break-keep pe-1">
              {day.trimEnd()}
            </span>
          ))}
      </span>
      {recordedOn !== null && <span>{t('conference.basisRecorded', { day: dates.plainDay(recordedOn) })}</span>}
    </>
  )
}
