import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { saveFile } from '#client/platform/saveFile.ts'
import { useChange } from '#client/platform/useChange.ts'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import { csvOf } from '#shared/core/csv.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { useCouncilWords } from './useCouncilWords.ts'

interface Props<Row> {
  /** What the list is called, and with it the file. */
  readonly title: string
  readonly path: string
  readonly headings: readonly string[]
  readonly cellsOf: (row: Row) => readonly string[]
}

/** A list as a file for a spreadsheet. It is asked for anew, so that it is remembered who had it as a file. */
function SaveAsTable<Row>({ title, path, headings, cellsOf }: Props<Row>) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const status = useStatus()
  const explain = useFailureWords()
  const asked = useChange((http) => http.get<{ readonly items: readonly Row[] }>(`${path}?use=file`), [])
  const save = () =>
    asked.mutate(undefined, {
      onSuccess: ({ items }) => {
        const name = `${title}_${dayInJapan(clock.now())}.csv`
        saveFile(name, 'text/csv;charset=utf-8', csvOf([headings, ...items.map(cellsOf)]))
        status.say(t('council.saved', { name }))
      },
      onError: (failure) => status.say(explain(failure)),
    })
  return (
    <Button
      kind="secondary"
      size="compact"
      isBusy={asked.isPending}
      onPress={save}
      heardAfter={t('form.of', { name: title })}
    >
      {t('council.saveAsTable')}
    </Button>
  )
}

/** What one signs in by is shown to administrators, and stands in no file. */
export function SaveMembers() {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useCouncilWords()
  const termOf = ({ from, until, earlierTerms = [] }: MemberView) =>
    [
      dates.term(from, until),
      ...(dates.isOver(until) ? [t('team.over')] : []),
      ...earlierTerms.map((term) => t('member.earlierTerm', { term: dates.term(term.from, term.until) })),
    ].join(t('form.between'))
  return (
    <SaveAsTable<MemberView>
      title={t('member.title')}
      path="/api/members"
      headings={[
        ...[t('member.name'), t('council.kana'), t('team.organisation'), t('member.role'), t('member.offices')],
        ...[t('team.term'), t('member.account')],
      ]}
      cellsOf={(one) => [
        ...[one.name, one.kana, one.organisationName, words.roleOf(one), words.officesOf(one)],
        ...[termOf(one), words.wayIn(one)],
      ]}
    />
  )
}

export function SaveOrganisations() {
  const { t } = useTranslation()
  const words = useCouncilWords()
  return (
    <SaveAsTable<OrganisationView>
      title={t('organisation.title')}
      path="/api/organisations"
      headings={[t('organisation.name'), t('organisation.kinds'), t('organisation.standing')]}
      cellsOf={(one) => [
        one.name,
        one.kinds.map((kind) => t(`organisationKind.${kind}`)).join(t('form.between')),
        words.standingOf(one),
      ]}
    />
  )
}
