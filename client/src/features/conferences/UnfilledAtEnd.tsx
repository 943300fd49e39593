import { useTranslation } from 'react-i18next'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { isUnfilled } from '#shared/document/bodyRows.ts'
import { useNoteRows } from './useNoteRows.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** Whose attendance is not known and which action items are nobody's or without a day: to be known before the end, and no bar to it. */
export function UnfilledAtEnd({ conference }: Props) {
  const { t } = useTranslation()
  const { notes } = useNoteRows(conference.case.id)
  const own = notes?.find((note) => note.conference.id === conference.id)
  const unknown = conference.attendance.filter(({ state }) => state === 'invited')
  const unfilled = own?.actionItems.filter(isUnfilled) ?? []
  return (
    <>
      <Listed
        title={t('conference.endUnknown', { number: unknown.length })}
        lines={unknown.map(({ memberId, name }) => ({ key: memberId, text: name }))}
      />
      <Listed
        title={t('conference.endUnfilled', { number: unfilled.length })}
        lines={unfilled.map(({ blockId, text }) => ({
          key: blockId,
          text: text === '' ? t('noteRows.unfilled') : text,
        }))}
      />
    </>
  )
}

interface ListedProps {
  readonly title: string
  readonly lines: readonly { readonly key: string; readonly text: string }[]
}

function Listed({ title, lines }: ListedProps) {
  if (lines.length === 0) return null
  return (
    <section className="pb-6">
      <h3 className="pb-1 font-bold">{title}</h3>
      <ul className="list-disc wrap-anywhere pl-6">
        {lines.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
    </section>
  )
}
