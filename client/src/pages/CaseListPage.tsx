import { useTranslation } from 'react-i18next'
import { areasOf } from '#client/features/cases/AreaName.tsx'
import { CaseFilterBar } from '#client/features/cases/CaseFilterBar.tsx'
import { CaseTable } from '#client/features/cases/CaseTable.tsx'
import { EVERY_CASE, filterCases, isNarrowed } from '#client/features/cases/caseFilter.ts'
import { useCases } from '#client/features/cases/useCases.ts'
import { WithdrawConsent } from '#client/features/cases/WithdrawConsent.tsx'
import { useOrganisations } from '#client/features/council/useCouncil.ts'
import { hearsWithdrawals, opensCases, seesCases } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Lines } from './Lines.tsx'
import { NoCaseSeen } from './NoCaseSeen.tsx'
import { useListView } from './useListView.ts'

/** All cases the member may know of, narrowed by state, need and text. */
export function CaseListPage() {
  const { t } = useTranslation()
  const role = useSession().signedIn?.member.role
  const open = opensCases(role) ? <LinkButton href="/cases/new">{t('newCase.title')}</LinkButton> : undefined
  return (
    <>
      <PageTitle text={t('shell.cases')} />
      <PageHeading title={t('shell.cases')} lead={t('case.listLead')} actions={open} />
      {seesCases(role) ? <Cases mayOpen={open !== undefined} /> : <NoCaseSeen />}
      {hearsWithdrawals(role) && <Withdrawals />}
    </>
  )
}

/** `mayOpen`: the way to a new case stands at the head of the page. */
function Cases({ mayOpen }: { readonly mayOpen: boolean }) {
  const { t } = useTranslation()
  const cases = useCases()
  if (cases.length > 0) return <FilteredCases />
  return <EmptyState title={t('case.emptyTitle')}>{t(mayOpen ? 'case.emptyText' : 'case.emptyForReader')}</EmptyState>
}

/** A consent may name an organisation that has closed since. */
const Withdrawals = () => <WithdrawConsent organisations={useOrganisations()} />

/** Unit: cases that one looks through without a search. */
const FEW = 5

function FilteredCases() {
  const { t } = useTranslation()
  const cases = useCases()
  const areas = areasOf(useOrganisations())
  const { filter, lines, setFilter, showMore } = useListView('cases', useSession().signedIn?.member.id, EVERY_CASE)
  const shown = filterCases(cases, filter, areas)
  return (
    <>
      {(cases.length > FEW || isNarrowed(filter)) && (
        <>
          <CaseFilterBar filter={filter} onChange={setFilter} />
          <p role="status" className="pb-2 text-solid-gray-700">
            {t('case.shown', { shown: shown.length, all: cases.length })}
          </p>
        </>
      )}
      {shown.length === 0 ? (
        <EmptyState
          title={t('case.noneTitle')}
          action={
            <Button kind="secondary" onPress={() => setFilter(EVERY_CASE)}>
              {t('case.showAll')}
            </Button>
          }
        >
          {t('case.noneText')}
        </EmptyState>
      ) : (
        <Lines count={lines} all={shown.length} onMore={showMore}>
          <CaseTable cases={shown.slice(0, lines)} areas={areas} caption={t('shell.cases')} />
        </Lines>
      )}
    </>
  )
}
