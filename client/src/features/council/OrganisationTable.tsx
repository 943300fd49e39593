import { useTranslation } from 'react-i18next'
import { Badge } from '#client/ui/Badge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { OrganisationView } from '#shared/api/council.ts'
import { useCouncilWords } from './useCouncilWords.ts'

interface Props {
  readonly organisations: readonly OrganisationView[]
  /** Puts one right; null for whoever may not. */
  readonly onChange: ((organisation: OrganisationView) => void) | null
}

/** The organisations of the council, in kana order as the server sends them. */
export function OrganisationTable({ organisations, onChange }: Props) {
  const { t } = useTranslation()
  const { standingOf } = useCouncilWords()
  const columns: readonly Column<OrganisationView>[] = [
    { key: 'name', header: t('organisation.name'), namesRow: true, isTyped: true, cell: (row) => row.name },
    {
      key: 'kinds',
      header: t('organisation.kinds'),
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.kinds.map((kind) => (
            <Badge key={kind}>{t(`organisationKind.${kind}`)}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: 'isMember',
      header: t('organisation.standing'),
      cell: standingOf,
    },
  ]
  const change: Column<OrganisationView> = {
    key: 'change',
    header: t('form.action'),
    isOffPaper: true,
    cell: (row) => (
      <Button kind="quiet" size="compact" onPress={() => onChange?.(row)} heardAfter={t('form.of', { name: row.name })}>
        {t('organisation.change')}
      </Button>
    ),
  }
  return (
    <Table
      caption={t('organisation.title')}
      columns={onChange === null ? columns : [...columns, change]}
      rows={organisations}
      keyOf={(row) => row.id}
      density="compact"
    />
  )
}
