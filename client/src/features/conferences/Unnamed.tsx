import { useTranslation } from 'react-i18next'
import type { BasisView, CaseDetail } from '#shared/api/cases.ts'

interface Props {
  readonly theCase: Pick<CaseDetail, 'leadOrganisation'>
  readonly basis: BasisView
  readonly invited: readonly { readonly organisationName: string }[]
}

/** Who is invited and is told nothing on this basis: a new consent may name fewer than the one before, and a team has more than it names. */
export function Unnamed({ invited, theCase, basis }: Props) {
  const { t } = useTranslation()
  const named = [theCase.leadOrganisation, basis.discloser, ...basis.recipients].map(({ name }) => name)
  const unnamed = new Set(
    invited.map(({ organisationName }) => organisationName).filter((name) => !named.includes(name)),
  )
  if (unnamed.size === 0) return null
  return <p>{t('conference.basisUnnamed', { organisations: [...unnamed].join(t('form.between')) })}</p>
}
