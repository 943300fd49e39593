import { type Actor, authorise, verdictFor } from '#server/access/actor.ts'
import type { ListingLog } from '#server/access/readingLog.ts'
import type { ConferenceDetail, ConferenceSummary } from '#shared/api/conferences.ts'
import type { CaseId, ConferenceId } from '#shared/core/ids.ts'
import {
  type ConferencePorts,
  type KnownCase,
  type KnownConference,
  knownConference,
  loadConference,
} from './conferencePorts.ts'
import { conferenceDetail, conferenceSummary } from './conferenceViews.ts'

/** The conferences this member may know of, latest first; of all others not even how many there are. */
export const listConferences =
  ({ conferences, cases, clock }: ConferencePorts, listings: Pick<ListingLog, 'record'>) =>
  async (actor: Actor): Promise<readonly ConferenceSummary[]> => {
    authorise('council.read', actor, null, clock.now())
    const known = new Map(
      (await cases.loadOf(actor.organisationId)).map((one): [CaseId, typeof one] => [one.theCase.id, one]),
    )
    const listed = (await conferences.list()).flatMap((conference) => {
      const around = known.get(conference.caseId)
      if (around === undefined) return []
      const { facts, theCase } = knownConference(conference, around)
      const may = (action: 'conference.read' | 'conferenceNote.read') =>
        verdictFor(action, actor, facts, clock.now()).allowed
      if (!may('conference.read')) return []
      const summary = conferenceSummary(conference, theCase, actor)
      const isHeard = conference.state === 'open' && may('conferenceNote.read')
      return [isHeard ? { ...summary, openNoteId: conference.documentId } : summary]
    })
    await listings.record(actor.memberId, listed)
    return listed
  }

/** The conferences over whose note another member asked for the trail to be destroyed, where this one may confirm it. */
export const listTrailsToConfirm =
  (ports: ConferencePorts, listings: Pick<ListingLog, 'record'>) =>
  async (actor: Actor): Promise<readonly ConferenceSummary[]> => {
    const { conferences, documents, clock } = ports
    authorise('council.read', actor, null, clock.now())
    const waiting: ConferenceSummary[] = []
    for (const { documentId, askedBy } of await documents.trailsAskedFor()) {
      const conference = askedBy === actor.memberId ? null : await conferences.findByDocument(documentId)
      if (conference === null) continue
      const { theCase, facts } = await loadConference(ports, conference.id)
      if (verdictFor('conferenceNote.confirmTrailDestruction', actor, facts, clock.now()).allowed)
        waiting.push(conferenceSummary(conference, theCase, actor))
    }
    await listings.record(actor.memberId, waiting)
    return waiting
  }

/** The conferences of one case that this member may know of, latest first. */
export const conferencesOfCase =
  ({ conferences, clock }: Pick<ConferencePorts, 'conferences' | 'clock'>) =>
  async (known: KnownCase, actor: Actor): Promise<readonly ConferenceSummary[]> =>
    (await conferences.listOf(known.theCase.id))
      .filter((one) => verdictFor('conference.read', actor, knownConference(one, known).facts, clock.now()).allowed)
      .map((conference) => conferenceSummary(conference, known.theCase, actor))

/** A known conference as its page shows it to the member who asks. */
export const presentConference =
  ({ people, seal, clock }: ConferencePorts) =>
  async (actor: Actor, known: KnownConference): Promise<ConferenceDetail> => {
    const asked = [people.listMembers(), people.listOrganisations(), seal.read()] as const
    const [members, organisations, head] = await Promise.all(asked)
    const detail = conferenceDetail({ ...known, actor, directory: { members, organisations }, now: clock.now() })
    if (head === null) return detail
    return { ...detail, sealHead: { at: head.at, count: head.count, beginning: head.beginning } }
  }

/** One conference; every reading is recorded. Throws: `notFound`, the same whether there is none or it is not theirs. */
export const readConference =
  (ports: ConferencePorts) =>
  async (actor: Actor, id: ConferenceId): Promise<ConferenceDetail> => {
    if ((await ports.conferences.find(id)) === null) throw await ports.whyGone(actor, id)
    const known = await loadConference(ports, id)
    authorise('conference.read', actor, known.facts, ports.clock.now())
    await ports.audit.append({ kind: 'conferenceRead', by: actor.memberId, objectIds: [id, known.theCase.id] })
    return presentConference(ports)(actor, known)
  }
