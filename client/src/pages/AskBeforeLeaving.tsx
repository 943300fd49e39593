import { useTranslation } from 'react-i18next'
import { useBlocker } from 'react-router'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { isFilledIn } from '#client/ui/filledIn.ts'

/** Asks before a link or Back takes away a page into which something was filled that was not sent. One on a page. */
export function AskBeforeLeaving() {
  const { t } = useTranslation()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && isFilledIn(),
  )
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog title={t('leaving.title')} isOpen onClose={blocker.reset}>
      <p>{t('leaving.text')}</p>
      <div className="flex flex-wrap gap-3 pt-5">
        <Button onPress={blocker.reset}>{t('leaving.stay')}</Button>
        <Button kind="danger" onPress={blocker.proceed}>
          {t('leaving.go')}
        </Button>
      </div>
    </Dialog>
  )
}
