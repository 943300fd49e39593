import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the browser's tab: what is on the page first, then the product. */
export function PageTitle({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const title = t('shell.pageTitle', { page: text })
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}
