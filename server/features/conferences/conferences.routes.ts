import { z } from 'zod'
import type { Actor } from '#server/access/actor.ts'
import { type Asked, parseWith, type Reply, type Route } from '#server/access/declaredRoutes.ts'
import { idOfNew } from '#server/access/idOfNew.ts'
import { ListingLog, ReadingLog } from '#server/access/readingLog.ts'
import {
  CallConferenceRequest,
  CallOffRequest,
  ChangeConferenceRequest,
  InviteRequest,
  RecordAlsoPresentRequest,
  RecordAttendanceRequest,
  type RecordedTogether,
  RecordTogetherRequest,
  ReplaceBasisRequest,
  ReplyRequest,
  WithdrawInvitationsRequest,
} from '#shared/api/conferences.ts'
import { idField } from '#shared/api/fields.ts'
import type { ConferenceId } from '#shared/core/ids.ts'
import { callConference } from './callConference.ts'
import type { Step } from './changeConference.ts'
import type { ConferencePorts, KnownConference } from './conferencePorts.ts'
import {
  callOffConference,
  changeFacts,
  endConference,
  openConference,
  putBackConference,
  recordAttendance,
  recordTogether,
  replyToInvitation,
} from './holdConference.ts'
import { inviteMembers, withdrawInvitations } from './inviteMembers.ts'
import { listNoteRows } from './listNoteRows.ts'
import { listOwnActionItems } from './listOwnActionItems.ts'
import { listConferences, listTrailsToConfirm, presentConference, readConference } from './readConferences.ts'
import { recordAlsoPresent } from './recordAlsoPresent.ts'
import { replaceBasis } from './replaceBasis.ts'

const ConferenceParams = z.strictObject({ conferenceId: idField('conference') })
const CaseParams = z.strictObject({ caseId: idField('case') })
const AttendeeParams = ConferenceParams.extend({ memberId: idField('member') })

/** The steps of a conference differ in their words only. */
function stepRoute(ports: ConferencePorts, word: string, access: Step, act: typeof openConference): Route {
  return {
    method: 'post',
    path: `/api/conferences/:conferenceId/${word}`,
    access,
    async answer({ actor, params }) {
      const changed = await act(ports)(actor, parseWith(ConferenceParams, params).conferenceId)
      return { body: await presentConference(ports)(actor, changed) }
    },
  }
}

interface Inviting<Form extends z.ZodType> {
  readonly word: string
  readonly form: Form
  readonly act: (
    ports: ConferencePorts,
  ) => (actor: Actor, id: ConferenceId, asked: z.infer<Form>) => Promise<KnownConference>
}

/** Asking more members to come, and taking that back. */
function invitationsRoutes(ports: ConferencePorts): readonly Route[] {
  const route = <Form extends z.ZodType>({ word, form, act }: Inviting<Form>): Route => ({
    method: 'post',
    path: `/api/conferences/:conferenceId/${word}`,
    access: 'conference.change',
    async answer({ actor, params, body }) {
      const { conferenceId } = parseWith(ConferenceParams, params)
      const known = await act(ports)(actor, conferenceId, parseWith(form, body))
      return { body: await presentConference(ports)(actor, known) }
    },
  })
  return [
    route({ word: 'invitations', form: InviteRequest, act: inviteMembers }),
    route({ word: 'invitations/withdrawal', form: WithdrawInvitationsRequest, act: withdrawInvitations }),
  ]
}

/**
 * What notes say is decided and to be done. Pages ask for it whenever a note that is shown there changes: that says nothing about
 * whether anybody is there.
 */
function noteRowsRoutes(ports: ConferencePorts, listings: ListingLog): readonly Route[] {
  const readings = new ReadingLog(ports.audit, ports.clock)
  const [list, listOwn] = [listNoteRows(ports, readings, listings), listOwnActionItems(ports, readings)]
  return [
    {
      method: 'get',
      path: '/api/cases/:caseId/note-rows',
      access: 'case.read',
      isBackground: true,
      answer: async ({ actor, params }) => ({
        body: { items: await list(actor, parseWith(CaseParams, params).caseId), next: null },
      }),
    },
    {
      method: 'get',
      path: '/api/own-action-items',
      access: 'council.read',
      isBackground: true,
      answer: async ({ actor }) => ({ body: { items: await listOwn(actor), next: null } }),
    },
  ]
}

/** How the invited attend: one, or several at once. */
function attendanceRoutes(ports: ConferencePorts): readonly Route[] {
  return [
    {
      method: 'put',
      path: '/api/conferences/:conferenceId/attendance/:memberId',
      access: 'conference.recordAttendance',
      async answer({ actor, params, body }) {
        const { conferenceId, memberId } = parseWith(AttendeeParams, params)
        const { state } = parseWith(RecordAttendanceRequest, body)
        const changed = await recordAttendance(ports)(actor, conferenceId, { memberId, state })
        return { body: await presentConference(ports)(actor, changed) }
      },
    },
    {
      method: 'put',
      path: '/api/conferences/:conferenceId/reply',
      access: 'conference.reply',
      async answer({ actor, params, body }) {
        const { conferenceId } = parseWith(ConferenceParams, params)
        const changed = await replyToInvitation(ports)(actor, conferenceId, parseWith(ReplyRequest, body).reply)
        return { body: await presentConference(ports)(actor, changed) }
      },
    },
    {
      method: 'put',
      path: '/api/conferences/:conferenceId/also-present',
      access: 'conference.recordAttendance',
      async answer({ actor, params, body }) {
        const { conferenceId } = parseWith(ConferenceParams, params)
        const changed = await recordAlsoPresent(ports)(actor, conferenceId, parseWith(RecordAlsoPresentRequest, body))
        return { body: await presentConference(ports)(actor, changed) }
      },
    },
    {
      method: 'post',
      path: '/api/conferences/:conferenceId/attendance',
      access: 'conference.recordAttendance',
      async answer({ actor, params, body }) {
        const { conferenceId } = parseWith(ConferenceParams, params)
        const memberIds = await recordTogether(ports)(actor, conferenceId, parseWith(RecordTogetherRequest, body))
        return { body: { memberIds } satisfies RecordedTogether }
      },
    },
  ]
}

const callOffRoute = (ports: ConferencePorts): Route => ({
  method: 'post',
  path: '/api/conferences/:conferenceId/calling-off',
  access: 'conference.callOff',
  async answer({ actor, params, body }) {
    const { conferenceId } = parseWith(ConferenceParams, params)
    const said = parseWith(CallOffRequest, body ?? {})
    return {
      body: await presentConference(ports)(actor, await callOffConference(ports)(actor, conferenceId, said)),
    }
  },
})

export function conferenceRoutes(ports: ConferencePorts): readonly Route[] {
  const listings = new ListingLog(ports, 'conferencesListed')
  const present = async ({ actor }: Asked<Actor>, known: KnownConference, status = 200): Promise<Reply> => ({
    status,
    body: await presentConference(ports)(actor, known),
  })
  return [
    {
      method: 'get',
      path: '/api/conferences',
      access: 'council.read',
      answer: async ({ actor }) => ({ body: { items: await listConferences(ports, listings)(actor), next: null } }),
    },
    {
      method: 'get',
      path: '/api/trails-to-confirm',
      access: 'council.read',
      isBackground: true,
      answer: async ({ actor }) => ({ body: { items: await listTrailsToConfirm(ports, listings)(actor), next: null } }),
    },
    {
      method: 'post',
      path: '/api/conferences',
      access: 'conference.call',
      async answer(asked) {
        const request = parseWith(CallConferenceRequest, asked.body)
        const id = idOfNew('conference', ports.ids, asked)
        return present(asked, await callConference(ports)(asked.actor, request, id), 201)
      },
    },
    {
      method: 'get',
      path: '/api/conferences/:conferenceId',
      access: 'conference.read',
      answer: async ({ actor, params }) => ({
        body: await readConference(ports)(actor, parseWith(ConferenceParams, params).conferenceId),
      }),
    },
    {
      method: 'patch',
      path: '/api/conferences/:conferenceId',
      access: 'conference.change',
      async answer(asked) {
        const { conferenceId } = parseWith(ConferenceParams, asked.params)
        const change = parseWith(ChangeConferenceRequest, asked.body)
        return present(asked, await changeFacts(ports)(asked.actor, conferenceId, change))
      },
    },
    {
      method: 'put',
      path: '/api/conferences/:conferenceId/basis',
      access: 'conference.change',
      async answer(asked) {
        const { conferenceId } = parseWith(ConferenceParams, asked.params)
        const request = parseWith(ReplaceBasisRequest, asked.body)
        return present(asked, await replaceBasis(ports)(asked.actor, conferenceId, request))
      },
    },
    ...noteRowsRoutes(ports, listings),
    stepRoute(ports, 'opening', 'conference.open', openConference),
    stepRoute(ports, 'ending', 'conference.end', endConference),
    callOffRoute(ports),
    stepRoute(ports, 'putting-back', 'conference.putBack', putBackConference),
    ...invitationsRoutes(ports),
    ...attendanceRoutes(ports),
  ]
}
