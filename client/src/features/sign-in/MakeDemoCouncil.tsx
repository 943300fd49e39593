import { useTranslation } from 'react-i18next'
import { SESSION_KEY } from '#client/platform/queries.ts'
import { useChange } from '#client/platform/useChange.ts'
import { Button } from '#client/ui/Button.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { sessionApi } from './sessionApi.ts'
import { DEMO_ACCOUNTS_KEY } from './useDemoAccounts.ts'

/** The first half of the demo door, on a server that holds nothing yet. */
export function MakeDemoCouncil() {
  const { t } = useTranslation()
  const make = useChange((http, _: null) => sessionApi(http).makeDemoCouncil(), [SESSION_KEY[0], DEMO_ACCOUNTS_KEY[0]])
  return (
    <div className="flex flex-col items-start gap-4">
      <FailureNotice failure={make.error} />
      <p>{t('first.makeDemoText')}</p>
      <Button isBusy={make.isPending} onPress={() => make.mutate(null)}>
        {t('first.makeDemo')}
      </Button>
    </div>
  )
}
