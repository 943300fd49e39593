import { useParams } from 'react-router'
import { CouncilPage } from './CouncilPage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { YearChangePage } from './YearChangePage.tsx'

/** The council, and what is done with many of its people at once: one address of the first page's, which has room for no more. */
export function CouncilPages() {
  const { part } = useParams()
  if (part === undefined) return <CouncilPage />
  return part === 'year-change' ? <YearChangePage /> : <NotFoundPage />
}
