import { useTranslation } from 'react-i18next'
import { Badge } from '#client/ui/Badge.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { OrganisationView } from '#shared/api/council.ts'

/** The organisations of the council, in kana order as the server sends them. */
export function OrganisationTable({ organisations }: { readonly organisations: readonly OrganisationView[] }) {
  const { t } = useTranslation()
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
      cell: (row) => (row.isMember ? t('organisation.isMember') : t('organisation.isOutside')),
    },
  ]
  return (
    <Table
      caption={t('organisation.title')}
      columns={columns}
      rows={organisations}
      keyOf={(row) => row.id}
      density="compact"
    />
  )
}
