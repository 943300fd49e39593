import { z } from 'zod'
import { verdictFor } from '#server/access/actor.ts'
import { parseWith, type Route } from '#server/access/declaredRoutes.ts'
import { idOfNew } from '#server/access/idOfNew.ts'
import {
  ChangeOrganisationRequest,
  ChangePostRequest,
  EndMembershipRequest,
  NewAccountRequest,
  NewMemberRequest,
  NewOrganisationRequest,
  RenameMemberRequest,
} from '#shared/api/council.ts'
import { idField } from '#shared/api/fields.ts'
import { AppError } from '#shared/core/appError.ts'
import { changePost } from './changePost.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { memberView, organisationView } from './councilViews.ts'
import { giveAccount } from './giveAccount.ts'
import { addMember, endMembership, renameMember } from './keepMember.ts'
import { addOrganisation, changeOrganisation } from './keepOrganisation.ts'

const OrganisationParams = z.strictObject({ organisationId: idField('organisation') })
const MemberParams = z.strictObject({ memberId: idField('member') })

const assertMayRead = ({ clock }: CouncilPorts, actor: Parameters<typeof verdictFor>[1]) => {
  if (!verdictFor('council.read', actor, null, clock.now()).allowed) throw new AppError('notFound')
}

export const councilRoutes = (ports: CouncilPorts): readonly Route[] => [
  ...organisationRoutes(ports),
  ...memberRoutes(ports),
]

function organisationRoutes(ports: CouncilPorts): readonly Route[] {
  const { council } = ports
  return [
    {
      method: 'get',
      path: '/api/organisations',
      access: 'council.read',
      async answer({ actor }) {
        assertMayRead(ports, actor)
        return { body: { items: (await council.listOrganisations()).map(organisationView), next: null } }
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

function memberRoutes(ports: CouncilPorts): readonly Route[] {
  const { council, accounts } = ports
  const around = async (isAdministered: boolean) => ({
    organisations: await council.listOrganisations(),
    withAccount: await accounts.memberIds(),
    loginNames: isAdministered ? await accounts.loginNames() : new Map(),
  })
  const present = async (member: Parameters<typeof memberView>[0]) => memberView(member, await around(true))
  return [
    {
      method: 'get',
      path: '/api/members',
      access: 'council.read',
      async answer({ actor }) {
        assertMayRead(ports, actor)
        const administers = verdictFor('council.administer', actor, null, ports.clock.now()).allowed
        const known = await around(administers)
        return { body: { items: (await council.listMembers()).map((member) => memberView(member, known)), next: null } }
      },
    },
    {
      method: 'post',
      path: '/api/members',
      access: 'council.administer',
      async answer(asked) {
        const request = parseWith(NewMemberRequest, asked.body)
        const id = idOfNew('member', ports.ids, asked)
        return { status: 201, body: await present(await addMember(ports)(asked.actor, request, id)) }
      },
    },
    {
      method: 'patch',
      path: '/api/members/:memberId',
      access: 'council.administer',
      async answer({ actor, params, body }) {
        const { memberId } = parseWith(MemberParams, params)
        return { body: await present(await renameMember(ports)(actor, memberId, parseWith(RenameMemberRequest, body))) }
      },
    },
    {
      method: 'patch',
      path: '/api/members/:memberId/post',
      access: 'council.administer',
      async answer({ actor, params, body }) {
        const { memberId } = parseWith(MemberParams, params)
        return { body: await present(await changePost(ports)(actor, memberId, parseWith(ChangePostRequest, body))) }
      },
    },
    {
      method: 'post',
      path: '/api/members/:memberId/account',
      access: 'council.administer',
      async answer({ actor, params, body }) {
        const { memberId } = parseWith(MemberParams, params)
        const given = await giveAccount(ports)(actor, memberId, parseWith(NewAccountRequest, body))
        return { status: 201, body: await present(given) }
      },
    },
    {
      method: 'post',
      path: '/api/members/:memberId/ending',
      access: 'council.administer',
      async answer({ actor, params, body }) {
        const { memberId } = parseWith(MemberParams, params)
        return {
          body: await present(await endMembership(ports)(actor, memberId, parseWith(EndMembershipRequest, body))),
        }
      },
    },
  ]
}
