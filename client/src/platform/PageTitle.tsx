import { createContext, useContext, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** What the tab says in the place of what is on the page, which may name a case; null for nothing. */
export const TitleInstead = createContext<string | null>(null)

/** Names the browser's tab: what is on the page first, then the product. */
export function PageTitle({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const title = t('shell.pageTitle', { page: useContext(TitleInstead) ?? text })
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}
