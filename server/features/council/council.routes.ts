import { z } from 'zod'
import { type Actor, verdictFor } from '#server/access/actor.ts'
import { parseWith, type Route } from '#server/access/declaredRoutes.ts'
import { idOfNew } from '#server/access/idOfNew.ts'
import {
  ChangeOrganisationRequest,
  ChangePostRequest,
  EndMembershipRequest,
  KeepSupportMeetingRequest,
  ListQuery,
  NewAccountRequest,
  NewMemberRequest,
  NewOrganisationRequest,
  ReappointmentRequest,
  ReappointmentWithdrawalRequest,
  RenameMemberRequest,
  RestoreMembershipRequest,
  ReturnRequest,
  ReturnWithdrawalRequest,
  SuccessionRequest,
  SuccessionWithdrawalRequest,
  supportMeetingLawField,
} from '#shared/api/council.ts'
import { idField } from '#shared/api/fields.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import type { Member } from '#shared/domain/member.ts'
import { changePost } from './changePost.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { memberView, organisationView, supportMeetingViews } from './councilViews.ts'
import { giveAccount } from './giveAccount.ts'
import { addMember, endMembership, renameMember } from './keepMember.ts'
import { addOrganisation, changeOrganisation } from './keepOrganisation.ts'
import { keepSupportMeeting } from './keepSupportMeeting.ts'
import { reappointMembers } from './reappointMembers.ts'
import { restoreMembership } from './restoreMembership.ts'
import { returnMember } from './returnMember.ts'
import { succeedMember } from './succeedMember.ts'
import { takeReappointmentsBack } from './takeReappointmentsBack.ts'
import { takeReturnBack } from './takeReturnBack.ts'
import { takeSuccessionBack } from './takeSuccessionBack.ts'

const OrganisationParams = z.strictObject({ organisationId: idField('organisation') })
const SupportMeetingParams = z.strictObject({ law: supportMeetingLawField })
const MemberParams = z.strictObject({ memberId: idField('member') })

const assertMayRead = ({ clock }: CouncilPorts, actor: Parameters<typeof verdictFor>[1]) => {
  if (!verdictFor('council.read', actor, null, clock.now()).allowed) throw new AppError('notFound')
}

interface Saved {
  readonly kind: Extract<AuditKind, 'membersSaved' | 'organisationsSaved'>
  readonly by: MemberId
  readonly query: unknown
  readonly listed: readonly { readonly id: string }[]
}

/** A list that is asked for as a file is remembered with all who are in it, before a byte of it is sent. */
async function rememberSaved({ audit }: CouncilPorts, { kind, by, query, listed }: Saved): Promise<void> {
  if (parseWith(ListQuery, query).use === 'file')
    await audit.append({ kind, by, objectIds: listed.map(({ id }) => id) })
}

export const councilRoutes = (ports: CouncilPorts): readonly Route[] => [
  ...organisationRoutes(ports),
  ...supportMeetingRoutes(ports),
  ...memberRoutes(ports),
]

function organisationRoutes(ports: CouncilPorts): readonly Route[] {
  const { council } = ports
  return [
    {
      method: 'get',
      path: '/api/organisations',
      access: 'council.read',
      takesOut: 'file',
      async answer({ actor, query }) {
        assertMayRead(ports, actor)
        const organisations = await council.listOrganisations()
        await rememberSaved(ports, { kind: 'organisationsSaved', by: actor.memberId, query, listed: organisations })
        return { body: { items: organisations.map(organisationView), next: null } }
      },
    },
    {
      method: 'post',
      path: '/api/organisations',
      access: 'organisation.keep',
      async answer(asked) {
        const request = parseWith(NewOrganisationRequest, asked.body)
        const id = idOfNew('organisation', ports.ids, asked)
        return { status: 201, body: organisationView(await addOrganisation(ports)(asked.actor, request, id)) }
      },
    },
    {
      method: 'patch',
      path: '/api/organisations/:organisationId',
      access: 'organisation.keep',
      async answer({ actor, params, body }) {
        const { organisationId } = parseWith(OrganisationParams, params)
        const change = parseWith(ChangeOrganisationRequest, body)
        return { body: organisationView(await changeOrganisation(ports)(actor, organisationId, change)) }
      },
    },
  ]
}

/** By which rules the council holds the 支援会議 that the law provides for. */
function supportMeetingRoutes(ports: CouncilPorts): readonly Route[] {
  const { council, clock } = ports
  return [
    {
      method: 'get',
      path: '/api/support-meetings',
      access: 'council.read',
      async answer({ actor }) {
        assertMayRead(ports, actor)
        const facts = { meetings: await council.listSupportMeetings(), members: await council.listMembers() }
        return { body: { items: supportMeetingViews(facts, dayInJapan(clock.now())), next: null } }
      },
    },
    {
      method: 'put',
      path: '/api/support-meetings/:law',
      access: 'organisation.keep',
      async answer({ actor, params, body }) {
        const { law } = parseWith(SupportMeetingParams, params)
        await keepSupportMeeting(ports)(actor, law, parseWith(KeepSupportMeetingRequest, body))
        return { status: 204 }
      },
    },
  ]
}

/** What members are shown with. */
const aroundMembers = async ({ council, accounts }: CouncilPorts, isAdministered: boolean) => ({
  organisations: await council.listOrganisations(),
  withAccount: await accounts.memberIds(),
  signIns: isAdministered ? await accounts.signIns() : new Map(),
})

const present = async (ports: CouncilPorts, member: Member) => memberView(member, await aroundMembers(ports, true))

const accountRoute = (ports: CouncilPorts): Route => ({
  method: 'post',
  path: '/api/members/:memberId/account',
  access: 'council.administer',
  async answer(asked) {
    const place = {
      id: parseWith(MemberParams, asked.params).memberId,
      accountId: idOfNew('account', ports.ids, asked),
    }
    const given = await giveAccount(ports)(asked.actor, place, parseWith(NewAccountRequest, asked.body))
    return { status: 201, body: await present(ports, given) }
  },
})

const successionRoute = (ports: CouncilPorts): Route => ({
  method: 'post',
  path: '/api/members/:memberId/succession',
  access: 'council.administer',
  async answer(asked) {
    const { memberId: id } = parseWith(MemberParams, asked.params)
    const seat = { id, successorId: idOfNew('member', ports.ids, asked) }
    const successor = await succeedMember(ports)(asked.actor, seat, parseWith(SuccessionRequest, asked.body))
    return { status: 201, body: await present(ports, successor) }
  },
})

/** 再任 of many at once, and that it was a slip. */
function reappointmentRoutes(ports: CouncilPorts): readonly Route[] {
  const path = '/api/members/reappointments'
  return [
    {
      method: 'post',
      path,
      access: 'council.administer',
      async answer({ actor, body }) {
        return { body: await reappointMembers(ports)(actor, parseWith(ReappointmentRequest, body)) }
      },
    },
    {
      method: 'post',
      path: `${path}/withdrawal`,
      access: 'council.administer',
      async answer({ actor, body }) {
        return { body: await takeReappointmentsBack(ports)(actor, parseWith(ReappointmentWithdrawalRequest, body)) }
      },
    },
  ]
}

interface MemberAct<Form extends z.ZodType> {
  readonly method: 'post' | 'patch'
  readonly word: string
  readonly form: Form
  readonly act: (ports: CouncilPorts) => (actor: Actor, id: MemberId, asked: z.infer<Form>) => Promise<Member>
}

/** What an administrator does with one member. */
const memberAct = <Form extends z.ZodType>(
  ports: CouncilPorts,
  { method, word, form, act }: MemberAct<Form>,
): Route => ({
  method,
  path: `/api/members/:memberId${word}`,
  access: 'council.administer',
  async answer({ actor, params, body }) {
    const { memberId } = parseWith(MemberParams, params)
    return { body: await present(ports, await act(ports)(actor, memberId, parseWith(form, body))) }
  },
})

function memberRoutes(ports: CouncilPorts): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/members',
      access: 'council.read',
      takesOut: 'file',
      async answer({ actor, query }) {
        assertMayRead(ports, actor)
        const administers = verdictFor('council.administer', actor, null, ports.clock.now()).allowed
        const known = await aroundMembers(ports, administers)
        const members = await ports.council.listMembers()
        await rememberSaved(ports, { kind: 'membersSaved', by: actor.memberId, query, listed: members })
        return { body: { items: members.map((member) => memberView(member, known)), next: null } }
      },
    },
    {
      method: 'post',
      path: '/api/members',
      access: 'council.administer',
      async answer(asked) {
        const request = parseWith(NewMemberRequest, asked.body)
        const id = idOfNew('member', ports.ids, asked)
        return { status: 201, body: await present(ports, await addMember(ports)(asked.actor, request, id)) }
      },
    },
    memberAct(ports, { method: 'patch', word: '', form: RenameMemberRequest, act: renameMember }),
    memberAct(ports, { method: 'patch', word: '/post', form: ChangePostRequest, act: changePost }),
    accountRoute(ports),
    ...reappointmentRoutes(ports),
    successionRoute(ports),
    memberAct(ports, {
      ...{ method: 'post', word: '/succession/withdrawal' },
      ...{ form: SuccessionWithdrawalRequest, act: takeSuccessionBack },
    }),
    memberAct(ports, { method: 'post', word: '/return', form: ReturnRequest, act: returnMember }),
    memberAct(ports, {
      ...{ method: 'post', word: '/return/withdrawal' },
      ...{ form: ReturnWithdrawalRequest, act: takeReturnBack },
    }),
    memberAct(ports, { method: 'post', word: '/ending', form: EndMembershipRequest, act: endMembership }),
    memberAct(ports, { method: 'post', word: '/restoration', form: RestoreMembershipRequest, act: restoreMembership }),
  ]
}
