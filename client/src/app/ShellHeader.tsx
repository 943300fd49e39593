import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { seesCases, seesConferences } from '#client/features/sign-in/roleAbilities.ts'
import { useSession, useSignOut } from '#client/features/sign-in/useSession.ts'
import { useLanguage } from '#client/platform/useLanguage.ts'
import { Anchor } from '#client/ui/Anchor.tsx'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'

const MENU_ID = 'shell-menu'

/** Product and council, the places one can go, the language, and who is signed in. On a phone all but the first fold away. */
export function ShellHeader() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const isOpen = openAt === pathname
  return (
    <header className="off-paper border-solid-gray-300 border-b bg-white">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 xl:flex-nowrap xl:gap-x-6 gap-y-1 px-4 py-2 md:px-8">
        <Brand />
        <div className="shrink-0 wide:hidden">
          <Button
            kind="secondary"
            size="compact"
            isExpanded={isOpen}
            controls={MENU_ID}
            onPress={() => setOpenAt(isOpen ? null : pathname)}
          >
            {isOpen ? t('shell.closeMenu') : t('shell.menu')}
          </Button>
        </div>
        <div
          id={MENU_ID}
          className={`${isOpen ? 'flex' : 'hidden'} w-full flex-col gap-3 py-3 wide:flex wide:flex-row wide:items-center wide:py-0 xl:w-auto xl:flex-1`}
        >
          <Navigation />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 wide:ml-auto wide:min-w-0 wide:flex-nowrap">
            <LanguageButton />
            <Account />
          </div>
        </div>
      </div>
    </header>
  )
}

function Brand() {
  const { t } = useTranslation()
  const { council } = useSession()
  return (
    <Anchor
      href="/"
      className="flex min-h-11 min-w-[min(100%,11rem)] flex-1 items-center gap-2.5 no-underline wide:flex-none"
    >
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-8 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-key-900" />
        <g className="fill-none stroke-white" strokeWidth="2.8">
          <circle cx="11.8" cy="16" r="5.6" />
          <path d="M17.6 10.9a5.6 5.6 0 1 1 0 10.2M16.6 19.2a5.6 5.6 0 0 1 0-6.4" />
        </g>
      </svg>
      <span className="flex min-w-0 flex-col">
        <span className="font-bold text-[1.25rem] text-solid-gray-900 leading-120">{t('shell.product')}</span>
        {!council.needsSetUp && <span className="text-dns-14N-130 text-solid-gray-700">{council.name}</span>}
      </span>
    </Anchor>
  )
}

function Navigation() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const { signedIn } = useSession()
  if (signedIn === null) return null
  const { role } = signedIn.member
  const places = [
    { href: '/', label: t('shell.home') },
    ...(seesConferences(role) ? [{ href: '/conferences', label: t('shell.conferences') }] : []),
    ...(seesCases(role) ? [{ href: '/cases', label: t('shell.cases') }] : []),
    { href: '/council', label: t('shell.council') },
    ...(role === 'auditor' ? [{ href: '/audit', label: t('shell.audit') }] : []),
  ]
  return (
    <nav aria-label={t('shell.navigation')}>
      <ul className="flex flex-col wide:flex-row wide:gap-1">
        {places.map(({ href, label }) => (
          <li key={href}>
            <Place href={href} label={label} here={hereOf(pathname, href)} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** On the place's own page, on a page within it, or elsewhere. */
type Here = 'page' | 'true' | undefined

const hereOf = (pathname: string, href: string): Here => {
  if (pathname === href) return 'page'
  return pathname.startsWith(`${href}/`) ? 'true' : undefined
}

interface PlaceProps {
  readonly href: string
  readonly label: string
  readonly here: Here
}

function Place({ href, label, here }: PlaceProps) {
  const looks =
    here === undefined
      ? 'border-transparent text-solid-gray-900 hover:border-solid-gray-420 forced-colors:border-[Canvas]'
      : 'border-key-900 text-key-900'
  return (
    <Anchor
      href={href}
      aria-current={here}
      className={`flex min-h-11 items-center whitespace-nowrap border-l-4 px-3 font-bold no-underline hover:bg-key-50 wide:border-b-4 wide:border-l-0 wide:pt-1 ${looks}`}
    >
      {label}
    </Anchor>
  )
}

function LanguageButton() {
  const { t } = useTranslation()
  const { language, change } = useLanguage()
  const status = useStatus()
  const other = language === 'ja' ? 'en' : 'ja'
  return (
    <button
      type="button"
      lang={other}
      className="min-h-11 shrink-0 cursor-pointer whitespace-nowrap px-2 text-key-900 underline underline-offset-3 hover:decoration-3"
      // What was said before stands in the other language.
      onClick={() => void change(other).then(status.clear, () => status.say(t('shell.otherLanguageMissing')))}
    >
      {t('shell.otherLanguage')}
    </button>
  )
}

function Account() {
  const { t } = useTranslation()
  const { signedIn } = useSession()
  const signOut = useSignOut()
  const status = useStatus()
  const { pathname } = useLocation()
  if (signedIn === null)
    return pathname === '/sign-in' ? null : (
      <LinkButton kind="secondary" size="compact" href="/sign-in">
        {t('signIn.title')}
      </LinkButton>
    )
  const { member } = signedIn
  // Whoever then leaves the machine would leave it to the next person as their own.
  const leave = () => signOut.mutate(undefined, { onError: () => status.say(t('shell.signOutUnsure')) })
  return (
    <>
      <p className="flex min-w-0 flex-col border-solid-gray-300 wide:border-l wide:pl-4">
        <span className="font-bold text-dns-16B-130 text-solid-gray-900">{member.name}</span>
        <span className="break-keep wrap-anywhere text-dns-14N-130 text-solid-gray-700">
          {t('shell.memberLine', { organisation: member.organisationName, role: t(`role.${member.role}`) })}
        </span>
      </p>
      <Button kind="secondary" size="compact" isBusy={signOut.isPending} onPress={leave}>
        {t('shell.signOut')}
      </Button>
    </>
  )
}
