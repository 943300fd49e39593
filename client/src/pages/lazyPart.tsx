import { type ComponentType, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'

/**
 * A part of a page that is fetched when it is first shown. Where it does not come, the network being away or a later release
 * calling it otherwise, that is said in its place: beside it somebody may be writing.
 */
export const lazyPart = <Props extends object>(fetchPart: () => Promise<ComponentType<Props>>) =>
  lazy(async () => ({ default: await fetchPart().catch((): ComponentType<Props> => MissingPart) }))

function MissingPart() {
  const { t } = useTranslation()
  return (
    <Notice tone="warning" title={t('note.partMissing')} isNews>
      <div className="flex flex-col items-start gap-3">
        <p>{t('note.partMissingText')}</p>
        <Button kind="secondary" size="compact" onPress={() => window.location.reload()}>
          {t('error.again')}
        </Button>
      </div>
    </Notice>
  )
}
