import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WithdrawConsent } from '#client/features/cases/WithdrawConsent.tsx'
import { AddMemberDialog } from '#client/features/council/AddMemberDialog.tsx'
import { AddOrganisationDialog } from '#client/features/council/AddOrganisationDialog.tsx'
import { ChangeOrganisation } from '#client/features/council/ChangeOrganisation.tsx'
import { ChangePost } from '#client/features/council/ChangePost.tsx'
import { EndMembership } from '#client/features/council/EndMembership.tsx'
import { GiveAccount } from '#client/features/council/GiveAccount.tsx'
import { MemberList } from '#client/features/council/MemberList.tsx'
import type { MemberActs } from '#client/features/council/MemberTable.tsx'
import { OrganisationTable } from '#client/features/council/OrganisationTable.tsx'
import { RenameMember } from '#client/features/council/RenameMember.tsx'
import { RestoreMembership } from '#client/features/council/RestoreMembership.tsx'
import { ReturnMember } from '#client/features/council/ReturnMember.tsx'
import { SaveMembers, SaveOrganisations } from '#client/features/council/SaveAsTable.tsx'
import { SucceedMember } from '#client/features/council/SucceedMember.tsx'
import { SupportMeetings } from '#client/features/council/SupportMeetings.tsx'
import {
  SUPPORT_MEETINGS,
  useFollowedCouncil,
  useMembers,
  useOrganisations,
} from '#client/features/council/useCouncil.ts'
import { answersForFiles } from '#client/features/disposal/answersForFiles.ts'
import { EndDemo } from '#client/features/sign-in/EndDemo.tsx'
import { hearsWithdrawals } from '#client/features/sign-in/roleAbilities.ts'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { usePorts } from '#client/platform/Ports.tsx'
import { useAskAhead } from '#client/platform/useList.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Section } from '#client/ui/Section.tsx'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { officesOn } from '#shared/domain/member.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'

const ASKED_AHEAD = [SUPPORT_MEETINGS]

/** The council itself: who sits in it and for whom. Administrators add and end; everybody else reads. */
export function CouncilPage() {
  const { t } = useTranslation()
  const session = useSession()
  const { clock } = usePorts()
  useFollowedCouncil()
  useAskAhead(ASKED_AHEAD)
  const member = session.signedIn?.member
  const isAdministrator = member?.role === 'administrator'
  const today = dayInJapan(clock.now())
  const isSecretariat = member !== undefined && officesOn(member, today).includes('secretariat')
  return (
    <>
      <PageTitle text={t('shell.council')} />
      <AskBeforeLeaving />
      <PageHeading
        title={session.council.name}
        lead={isAdministrator ? t('council.lead') : t('council.leadForReader')}
      />
      <div className="flex flex-col gap-10">
        <Members isAdministrator={isAdministrator} />
        <Organisations mayKeep={isAdministrator || isSecretariat} />
        <SupportMeetings mayKeep={isAdministrator || isSecretariat} />
        {isSecretariat && !hearsWithdrawals(member?.role) && <Withdrawals />}
        {member !== undefined && answersForFiles(member, today) && <Disposals />}
        {isAdministrator && session.council.isDemo && <DemoEnd />}
      </div>
    </>
  )
}

/** A coordinator finds it below the list of cases. */
function Withdrawals() {
  return <WithdrawConsent organisations={useOrganisations()} />
}

/** Where the council's files are kept and disposed of. */
function Disposals() {
  const { t } = useTranslation()
  return (
    <div className="off-paper">
      <Section title={t('disposal.title')} lead={t('disposal.openLead')}>
        <LinkButton kind="secondary" size="compact" href="/disposals">
          {t('disposal.open')}
        </LinkButton>
      </Section>
    </div>
  )
}

function DemoEnd() {
  return <EndDemo organisationCount={useOrganisations().length} memberCount={useMembers().length} />
}

interface PartProps {
  readonly isAdministrator: boolean
}

function Members({ isAdministrator }: PartProps) {
  const { t } = useTranslation()
  const members = useMembers()
  const ownId = useSession().signedIn?.member.id
  const organisations = useOrganisations()
  const [isAdding, setAdding] = useState(false)
  const [acting, setActing] = useState<Acting | null>(null)
  const acts = (
    <>
      <LinkButton kind="secondary" size="compact" href="/council/year-change">
        {t('yearChange.title')}
      </LinkButton>
      <Button kind="secondary" size="compact" onPress={() => setAdding(true)}>
        {t('member.add')}
      </Button>
    </>
  )
  return (
    <Section
      title={t('member.title')}
      lead={isAdministrator ? <span className="off-paper">{t('member.passwordLost')}</span> : undefined}
      actions={
        <>
          {members.length > 0 && <SaveMembers />}
          {isAdministrator && acts}
        </>
      }
    >
      {members.length === 0 ? (
        <EmptyState title={t('member.emptyTitle')}>{t('member.emptyText')}</EmptyState>
      ) : (
        <MemberList members={members} acts={isAdministrator ? actsThat(setActing) : null} ownId={ownId} />
      )}
      {isAdding && <AddMemberDialog organisations={organisations} members={members} onClose={() => setAdding(false)} />}
      {acting !== null && <ActDialog {...acting} onClose={() => setActing(null)} />}
    </Section>
  )
}

/** What is about to be done with whom. */
interface Acting {
  readonly act: keyof MemberActs
  readonly member: MemberView
}

function actsThat(begin: (acting: Acting) => void): MemberActs {
  const of = (act: Acting['act']) => (member: MemberView) => begin({ act, member })
  return {
    ...{ rename: of('rename'), move: of('move'), succeed: of('succeed'), giveAccount: of('giveAccount') },
    ...{ end: of('end'), restore: of('restore'), giveBack: of('giveBack') },
  }
}

const DIALOGS = {
  rename: RenameMember,
  move: MoveMember,
  succeed: SucceedMember,
  giveAccount: GiveAccount,
  end: EndMembership,
  restore: RestoreMembership,
  giveBack: ReturnMember,
}

function ActDialog({ act, ...shown }: Acting & { readonly onClose: () => void }) {
  const Chosen = DIALOGS[act]
  return <Chosen {...shown} />
}

function MoveMember(shown: { readonly member: MemberView; readonly onClose: () => void }) {
  const isOwn = useSession().signedIn?.member.id === shown.member.id
  return <ChangePost {...shown} organisations={useOrganisations()} isOwn={isOwn} />
}

/** Administrators keep the list, and so does the 事務局. */
function Organisations({ mayKeep }: { readonly mayKeep: boolean }) {
  const { t } = useTranslation()
  const organisations = useOrganisations()
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<OrganisationView | null>(null)
  const add = (
    <Button kind="secondary" size="compact" onPress={() => setAdding(true)}>
      {t('organisation.add')}
    </Button>
  )
  return (
    <Section
      title={t('organisation.title')}
      actions={
        <>
          {organisations.length > 0 && <SaveOrganisations />}
          {mayKeep && add}
        </>
      }
    >
      {organisations.length === 0 ? (
        <EmptyState title={t('organisation.emptyTitle')}>{t('organisation.emptyText')}</EmptyState>
      ) : (
        <OrganisationTable organisations={organisations} onChange={mayKeep ? setChanging : null} />
      )}
      {isAdding && <AddOrganisationDialog onClose={() => setAdding(false)} />}
      {changing !== null && <ChangeOrganisation organisation={changing} onClose={() => setChanging(null)} />}
    </Section>
  )
}
