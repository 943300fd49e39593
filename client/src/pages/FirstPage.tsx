import { type ReactNode, Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { DemoAccounts } from '#client/features/sign-in/DemoAccounts.tsx'
import { SignInForm } from '#client/features/sign-in/SignInForm.tsx'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Progress } from '#client/ui/Progress.tsx'

/** What a stranger sees: what this is, and two doors. A council that is in use shows its sign-in instead. */
export function FirstPage() {
  const { t } = useTranslation()
  const { mode, council } = useSession()
  const isTrial = mode === 'trial'
  return (
    <>
      <PageTitle text={t('first.crumb')} />
      <div className="mb-6 rounded-16 bg-key-50 px-5 py-7 md:mb-8 md:px-10 md:py-10">
        <h1 className="text-std-26B-150 md:text-std-36B-140">{t('first.title')}</h1>
        <p className="max-w-3xl pt-2 md:pt-3">{t('first.lead')}</p>
      </div>
      <div className="grid items-start gap-6 wide:grid-cols-[7fr_5fr]">
        {isTrial && (council.needsSetUp || council.isDemo) && (
          <Door title={t('first.demoTitle')} lead={t('first.demoLead')}>
            <Suspense fallback={<Progress />}>
              <DemoAccounts />
            </Suspense>
          </Door>
        )}
        {council.needsSetUp || council.isDemo ? (
          <Door title={t('first.newTitle')} lead={t('first.newLead')}>
            {council.needsSetUp ? <SetUpSteps /> : <p>{t('first.demoInUse')}</p>}
          </Door>
        ) : (
          <Door title={t('signIn.title')} lead={council.name}>
            <SignInForm />
          </Door>
        )}
      </div>
    </>
  )
}

interface DoorProps {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

function Door({ title, lead, children }: DoorProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-16 border border-solid-gray-420 p-5 md:p-7">
      <h2 id={id} className="text-std-22B-150">
        {title}
      </h2>
      <p className="pt-1 pb-5 text-solid-gray-700">{lead}</p>
      {children}
    </section>
  )
}

function SetUpSteps() {
  const { t } = useTranslation()
  return (
    <>
      <ol className="flex list-decimal flex-col gap-2 pb-6 pl-6">
        <li>{t('first.newStep1')}</li>
        <li>{t('first.newStep2')}</li>
        <li>{t('first.newStep3')}</li>
      </ol>
      <LinkButton href="/set-up">{t('first.newStart')}</LinkButton>
    </>
  )
}
