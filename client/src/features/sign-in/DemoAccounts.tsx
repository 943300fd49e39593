import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import type { DemoAccount } from '#shared/api/session.ts'
import type { Office } from '#shared/domain/member.ts'
import { MakeDemoCouncil } from './MakeDemoCouncil.tsx'
import { useDemoAccounts } from './useDemoAccounts.ts'
import { useSignIn } from './useSession.ts'

/** Seven people of the made-up council, one of each role, each one press away, with the offices that open something. */
export function DemoAccounts() {
  const { t } = useTranslation()
  const accounts = useDemoAccounts()
  const signIn = useSignIn((api, memberId: string) => api.signInAsDemo(memberId))
  if (accounts.length === 0) return <MakeDemoCouncil />
  return (
    <div className="flex flex-col gap-3">
      <FailureNotice failure={signIn.error} />
      <ul className="flex flex-col" aria-label={t('first.accounts')}>
        {accounts.map((account) => (
          <AccountRow
            key={account.memberId}
            account={account}
            isBusy={signIn.isPending && signIn.variables === account.memberId}
            onEnter={() => signIn.mutate(account.memberId)}
          />
        ))}
      </ul>
    </div>
  )
}

/** The offices that open something, which is said with the role. */
const OPENING_OFFICES = ['chair', 'secretariat'] as const satisfies readonly Office[]

interface RowProps {
  readonly account: DemoAccount
  readonly isBusy: boolean
  readonly onEnter: () => void
}

function AccountRow({ account, isBusy, onEnter }: RowProps) {
  const { t } = useTranslation()
  const opening = OPENING_OFFICES.filter((office) => account.offices.includes(office))
  const does = [t(`role.${account.role}`), ...opening.map((office) => t(`office.${office}`))].join(t('form.between'))
  const called = `${account.name}　${does}`
  return (
    <li className="grid items-center gap-x-4 gap-y-2 border-solid-gray-300 border-t py-3 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-bold text-solid-gray-900">{called}</span>
          <span className="text-solid-gray-700">{account.organisationName}</span>
        </p>
        <p className="text-solid-gray-700 leading-150">{t(`roleDoes.${account.role}`)}</p>
        {opening.map((office) => (
          <p key={office} className="text-solid-gray-700 leading-150">
            {t(`officeDoes.${office}`)}
          </p>
        ))}
      </div>
      <Button kind="secondary" isBusy={isBusy} onPress={onEnter}>
        {t('first.enterAs', { name: account.name })}
      </Button>
    </li>
  )
}
