import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AddMemberDialog } from '#client/features/council/AddMemberDialog.tsx'
import { AddOrganisationDialog } from '#client/features/council/AddOrganisationDialog.tsx'
import { ChangePost } from '#client/features/council/ChangePost.tsx'
import { EndMembership } from '#client/features/council/EndMembership.tsx'
import { MemberTable } from '#client/features/council/MemberTable.tsx'
import { OrganisationTable } from '#client/features/council/OrganisationTable.tsx'
import { RenameMember } from '#client/features/council/RenameMember.tsx'
import { useMembers, useOrganisations } from '#client/features/council/useCouncil.ts'
import { EndDemo } from '#client/features/sign-in/EndDemo.tsx'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Section } from '#client/ui/Section.tsx'
import type { MemberView } from '#shared/api/council.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'

/** The council itself: who sits in it and for whom. Administrators add and end; everybody else reads. */
export function CouncilPage() {
  const { t } = useTranslation()
  const session = useSession()
  const isAdministrator = session.signedIn?.member.role === 'administrator'
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
        <Organisations isAdministrator={isAdministrator} />
        {isAdministrator && session.council.isDemo && <DemoEnd />}
      </div>
    </>
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
  const [ending, setEnding] = useState<MemberView | null>(null)
  const [renaming, setRenaming] = useState<MemberView | null>(null)
  const [moving, setMoving] = useState<MemberView | null>(null)
  const acts = { rename: setRenaming, move: setMoving, end: setEnding }
  const add = (
    <Button kind="secondary" size="compact" onPress={() => setAdding(true)}>
      {t('member.add')}
    </Button>
  )
  return (
    <Section
      title={t('member.title')}
      lead={isAdministrator ? t('member.passwordLost') : undefined}
      actions={isAdministrator ? add : undefined}
    >
      {members.length === 0 ? (
        <EmptyState title={t('member.emptyTitle')}>{t('member.emptyText')}</EmptyState>
      ) : (
        <MemberTable members={members} acts={isAdministrator ? acts : null} ownId={ownId} />
      )}
      {isAdding && <AddMemberDialog organisations={organisations} onClose={() => setAdding(false)} />}
      {renaming !== null && <RenameMember member={renaming} onClose={() => setRenaming(null)} />}
      {moving !== null && (
        <ChangePost
          {...{ organisations }}
          member={moving}
          isOwn={moving.id === ownId}
          onClose={() => setMoving(null)}
        />
      )}
      {ending !== null && <EndMembership member={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function Organisations({ isAdministrator }: PartProps) {
  const { t } = useTranslation()
  const organisations = useOrganisations()
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button kind="secondary" size="compact" onPress={() => setAdding(true)}>
      {t('organisation.add')}
    </Button>
  )
  return (
    <Section title={t('organisation.title')} actions={isAdministrator ? add : undefined}>
      {organisations.length === 0 ? (
        <EmptyState title={t('organisation.emptyTitle')}>{t('organisation.emptyText')}</EmptyState>
      ) : (
        <OrganisationTable organisations={organisations} />
      )}
      {isAdding && <AddOrganisationDialog onClose={() => setAdding(false)} />}
    </Section>
  )
}
