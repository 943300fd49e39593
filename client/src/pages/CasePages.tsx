import { useParams } from 'react-router'
import { CasePage } from './CasePage.tsx'
import { lazyPart } from './lazyPart.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'

const CaseTrailPage = lazyPart(async () => (await import('./CaseTrailPage.tsx')).CaseTrailPage)

/** A case, and who saw it: one address of the first page's, which has room for no more. */
export function CasePages() {
  const { part } = useParams()
  if (part === undefined) return <CasePage />
  return part === 'trail' ? <CaseTrailPage /> : <NotFoundPage />
}
