import type { Connection } from 'mongoose'
import { mongoAccountStore } from '#server/access/accounts.mongo.ts'
import type { Actor } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { LoadActor, Route } from '#server/access/declaredRoutes.ts'
import { type DocumentAccess, documentAccess } from '#server/access/documentAccess.ts'
import type { EndingStore } from '#server/access/endings.mongo.ts'
import { endSignInsOf, takeOtherSignIns } from '#server/access/memberSignIns.ts'
import { argon2Passwords, type PasswordCost } from '#server/access/passwords.ts'
import { quietAuditTrail } from '#server/access/quietAuditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { Sessions } from '#server/access/sessions.ts'
import type { WordsOf } from '#server/collab/versions/memberWriters.ts'
import { auditRoutes } from '#server/features/audit/audit.routes.ts'
import { mongoAuditReader, mongoAuditTrail } from '#server/features/audit/auditTrail.mongo.ts'
import { mongoSealReader } from '#server/features/audit/seal/sealReader.mongo.ts'
import type { EntryId } from '#server/features/audit/seal/trailChain.ts'
import { type CasePorts, loadCase, loadCasesOf } from '#server/features/cases/casePorts.ts'
import { mongoCaseStore } from '#server/features/cases/caseStore.mongo.ts'
import { caseRoutes } from '#server/features/cases/cases.routes.ts'
import { type EndedBases, type EndingLedger, endedBases } from '#server/features/cases/endedBases.ts'
import { endOwnPlaces } from '#server/features/cases/endOwnPlaces.ts'
import { type ConferencePorts, knownConference } from '#server/features/conferences/conferencePorts.ts'
import { mongoConferenceStore } from '#server/features/conferences/conferenceStore.mongo.ts'
import { conferenceRoutes } from '#server/features/conferences/conferences.routes.ts'
import type { NoteDocuments } from '#server/features/conferences/noteDocuments.ts'
import { conferencesOfCase } from '#server/features/conferences/readConferences.ts'
import { councilRoutes } from '#server/features/council/council.routes.ts'
import type { CouncilPorts } from '#server/features/council/councilPorts.ts'
import { mongoCouncilStore } from '#server/features/council/councilStore.mongo.ts'
import { memberView } from '#server/features/council/councilViews.ts'
import { type RightsKeeper, rightsKeeper } from '#server/features/council/rightsKeeper.ts'
import type { RightsLedger, RightsPorts } from '#server/features/council/rightsPorts.ts'
import { type SetUpCode, setUpCouncil } from '#server/features/council/setUpCouncil.ts'
import type { ErasableDocuments } from '#server/features/disposal/disposalPorts.ts'
import { mongoErasedCases } from '#server/features/disposal/disposalStore.mongo.ts'
import type { ErasureLedger } from '#server/features/disposal/disposalStore.ts'
import type { Erasures } from '#server/features/disposal/eraseCases.ts'
import { whyGone } from '#server/features/disposal/whyGone.ts'
import { sessionRoutes } from '#server/features/sign-in/session.routes.ts'
import type { CouncilForSignIn } from '#server/features/sign-in/signInPorts.ts'
import type { Mode } from '#server/platform/config.ts'
import type { Log } from '#server/platform/log.ts'
import { atomicallyOn } from '#server/platform/mongo.ts'
import { factsOfErased, type Subject } from '#shared/access/facts.ts'
import type { DocumentKind } from '#shared/api/documents.ts'
import type { DocumentId, IdSource, MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, type Clock, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { goesOnUntil, inRoomOf } from '#shared/domain/conference.ts'
import { nameOn } from '#shared/domain/formerName.ts'
import { coversDay, type Member, organisationOn } from '#shared/domain/member.ts'
import { isCouncilMemberOn, type Organisation } from '#shared/domain/organisation.ts'
import type { DemoSize } from '#shared/fixtures/demoCases.ts'
import type { ChangeNotices } from './changeNotices.ts'
import { composeDisposal } from './composeDisposal.ts'
import { emptyDemo } from './emptyDemo.ts'
import { mayHear } from './mayHear.ts'
import { seedDemo } from './seedDemo.ts'

/** What the council half of the server is made from. */
export interface CouncilParts {
  readonly connection: Connection
  readonly clock: Clock
  readonly ids: IdSource
  readonly endings: Endings
  readonly notices: ChangeNotices
  readonly passwordCost: PasswordCost
  readonly setUpCode: SetUpCode
  readonly mode: Mode
  /** True when the data folder goes with the server. */
  readonly isThrowAway?: boolean
  /** Told of each record of the trail as it is appended, so that it is sealed. */
  readonly onRecorded?: (id: EntryId) => void
  /** What is known of erased cases outside the store. */
  readonly ledger: ErasureLedger
  /** What is known of ended bases outside the store. */
  readonly endingLedger: EndingLedger
  /** What every right rests on, outside the store. */
  readonly rightsLedger: RightsLedger
  readonly epochs: Pick<EndingStore, 'epoch' | 'raiseTo'>
  readonly log: Log
}

/** What it asks of the live documents, which are made after it. */
export interface DocumentParts {
  readonly notes: NoteDocuments
  readonly erasable: ErasableDocuments
  /** The kind of a live document; null when there is none. */
  kindOf(documentId: DocumentId): Promise<DocumentKind | null>
  /** Takes every live document out of memory. */
  closeAll(): Promise<void>
}

export interface CouncilHalf {
  readonly access: DocumentAccess
  /** True when a member may know that something has changed. */
  readonly mayHear: ReturnType<typeof mayHear>
  /** True while a member may use the product at all. */
  readonly isActive: CouncilForSignIn['isActive']
  /** Fills an empty installation with the demo council. */
  readonly seedDemo: (size?: DemoSize) => Promise<void>
  /** True until there is a council. */
  readonly needsSetUp: () => Promise<boolean>
  readonly loadActor: (sessions: Sessions) => LoadActor
  readonly routes: (sessions: Sessions) => readonly Route[]
  readonly audit: AuditTrail
  readonly wordsOf: WordsOf
  /** Goes on with the erasure of cases. */
  readonly erasing: Erasures
  /** Dates the closing of the cases that closed before it was kept. */
  readonly dateClosings: () => Promise<void>
  /** Keeps what has ended ended. */
  readonly ended: EndedBases
  /** Keeps what is over of all other rights over. */
  readonly rights: RightsKeeper
}

function stores({ connection, clock, notices, onRecorded }: CouncilParts) {
  return {
    council: mongoCouncilStore(connection),
    accounts: mongoAccountStore(connection),
    cases: mongoCaseStore(connection),
    conferences: mongoConferenceStore(connection),
    erased: mongoErasedCases(connection),
    seal: mongoSealReader(connection),
    records: mongoAuditReader(connection),
    audit: notices.from(quietAuditTrail(mongoAuditTrail(connection, clock, onRecorded), clock)),
  }
}
type Stores = ReturnType<typeof stores>

const seatFinder =
  ({ council }: Stores, clock: Clock) =>
  async (memberId: MemberId) => {
    const member = await council.findMember(memberId)
    const organisation = member === null ? null : await council.findOrganisation(member.organisationId)
    if (member === null || organisation === null) return null
    const { role, organisationId, offices, from, name } = member
    const until = lastDayFor(member, organisation)
    const organisationIsMember = isCouncilMemberOn(organisation, dayInJapan(clock.now()))
    const subject: Subject = { memberId, role, organisationId, offices, from, until, organisationIsMember }
    return { subject, name, organisationName: organisation.name }
  }

/** The last day on which a member can be one: their own, or the last of their organisation. */
function lastDayFor({ until }: Member, { closedOn }: Organisation): PlainDate | null {
  if (closedOn === null) return until
  const before = addDays(closedOn, -1)
  return until === null || before < until ? before : until
}

function ownerFinder({ cases, conferences, erased }: Stores, documents: DocumentParts) {
  return async (documentId: DocumentId) => {
    if ((await documents.kindOf(documentId)) === 'councilDocument') return { kind: 'councilDocument' } as const
    const conference = await conferences.findByDocument(documentId)
    const gone = conference === null ? await erased.findByPart(documentId) : null
    if (gone !== null) return { kind: 'erased', facts: factsOfErased(gone) } as const
    const known = conference === null ? null : await loadCase(cases, conference.caseId)
    if (conference === null || known === null) return null
    const { facts } = knownConference(conference, known)
    const { id: conferenceId, caseId } = conference
    const room = { goesOnUntil: goesOnUntil(conference), inRoomIds: inRoomOf(conference) }
    return { kind: 'conferenceNote', facts, conferenceId, caseId, ...room } as const
  }
}

/** Makes the council half: its stores, its use cases by their ports, its routes. */
export function composeCouncil(parts: CouncilParts, documents: DocumentParts): CouncilHalf {
  const { clock, ids, mode } = parts
  const kept = stores(parts)
  const { council, accounts, cases, conferences, audit, seal } = kept
  const atomically = parts.notices.after(atomicallyOn(parts.connection))
  const passwords = argon2Passwords(parts.passwordCost)
  const findSeat = seatFinder(kept, clock)
  const { rights, endings } = rightsOf(parts, { ...kept, passwords, atomically })
  const every = { audit, endings, atomically, ids, clock, whyGone: whyGone({ ...kept, clock }) }
  const disposal = composeDisposal({ ...parts, ...kept, endings, documents: documents.erasable, atomically })

  const ended = endedBases({ ...kept, atomically, ledger: parts.endingLedger, log: parts.log })
  const conferencesOf = conferencesOfCase({ conferences, clock })
  const casePorts: CasePorts = { ...every, cases, directory: council, conferencesOf, ended }
  const conferencePorts: ConferencePorts = {
    ...{ ...every, conferences, people: council, documents: documents.notes, seal },
    cases: { load: (id) => loadCase(cases, id), loadOf: (id) => loadCasesOf(cases, id) },
  }
  const councilPorts: CouncilPorts = {
    ...{ ...every, council, accounts, passwords },
    ...{ teamPlaces: { endOwn: endOwnPlaces(casePorts) }, endSignInsOf: endSignInsOf(parts.connection) },
  }
  const seed = seedDemo({ ...kept, documents: documents.notes, atomically: endings.endingRights, clock, mode })
  const forSignIn = councilForSignIn(kept, findSeat, {
    clock,
    setUp: setUpCouncil(councilPorts, parts.setUpCode),
    seed,
    empty: emptyDemo({
      ...{ connection: parts.connection, council, audit, endings, clock, mode },
      ...{ setUpCode: parts.setUpCode, closeDocuments: documents.closeAll },
      ...{ ledgers: [parts.ledger, parts.endingLedger, parts.rightsLedger], isThrowAway: parts.isThrowAway ?? false },
    }),
  })

  const access = documentAccess({ findSeat, findOwner: ownerFinder(kept, documents), clock })
  return {
    access,
    mayHear: mayHear({ ...kept, findSeat, clock, access }),
    isActive: forSignIn.isActive,
    seedDemo: seed,
    needsSetUp: async () => (await council.readCouncil()) === null,
    loadActor: (sessions) => actorLoader(sessions, findSeat, clock),
    routes: (sessions) => [
      ...sessionRoutes({
        ...{ accounts, audit, council: forSignIn, passwords, endings, sessions, clock, mode },
        takeOtherSignIns: takeOtherSignIns(parts.connection),
      }),
      ...councilRoutes(councilPorts),
      ...caseRoutes(casePorts),
      ...conferenceRoutes(conferencePorts),
      ...disposal.routes,
      ...auditRoutes({ ...every, ...kept, directory: council, loadCase: (id) => loadCase(cases, id) }),
    ],
    audit,
    wordsOf: wordsFinder(kept),
    ...{ erasing: disposal.erasing, dateClosings: disposal.dateClosings, ended, rights },
  }
}

/** Whoever ends a right is answered when the ledger knows of it, too. */
function rightsOf(parts: CouncilParts, ports: Omit<RightsPorts, 'ledger' | 'epochs' | 'clock' | 'log'>) {
  const rights = rightsKeeper({ ...parts, ...ports, ledger: parts.rightsLedger })
  const endings: Endings = {
    async endingRights(work) {
      const done = await parts.endings.endingRights(work)
      await rights.keepAll()
      return done
    },
    endingSession: (sessionId, work) => parts.endings.endingSession(sessionId, work),
  }
  return { rights, endings }
}

const wordsFinder =
  ({ council }: Stores): WordsOf =>
  async (memberId) => {
    const member = await council.findMember(memberId)
    if (member === null) return null
    const bodies = new Map<OrganisationId, Organisation | null>()
    for (const id of [member.organisationId, ...(member.formerSeats ?? []).map((seat) => seat.organisationId)])
      bodies.set(id, await council.findOrganisation(id))
    return (at) => {
      const day = dayInJapan(at)
      const organisation = bodies.get(organisationOn(member, day)) ?? null
      return { name: nameOn(member, day), organisationName: organisation === null ? '' : nameOn(organisation, day) }
    }
  }

type FindSeat = ReturnType<typeof seatFinder>

const isActive = (subject: Subject, clock: Clock) =>
  subject.organisationIsMember && coversDay(subject, dayInJapan(clock.now()))

/** A session whose member is out of term is no session: whoever asks with it has to sign in, and cannot. */
function actorLoader(sessions: Sessions, findSeat: FindSeat, clock: Clock): LoadActor {
  return async (request): Promise<Actor | null> => {
    const who = sessions.signedInOf(request)
    const seat = who === null ? null : await findSeat(who.memberId)
    if (who === null || seat === null || !isActive(seat.subject, clock)) return null
    return { ...seat.subject, accountId: who.accountId, sessionId: who.sessionId, decided: new Set() }
  }
}

function councilForSignIn(
  { council, accounts }: Stores,
  findSeat: FindSeat,
  ways: {
    readonly clock: Clock
    readonly setUp: CouncilForSignIn['setUp']
    readonly seed: () => Promise<void>
    readonly empty: CouncilForSignIn['emptyDemo']
  },
): CouncilForSignIn {
  return {
    readCouncil: () => council.readCouncil(),
    async viewMember(id) {
      const member = await council.findMember(id)
      const [organisations, withAccount] = [await council.listOrganisations(), await accounts.memberIds()]
      return member === null ? null : memberView(member, { organisations, withAccount, signIns: new Map() })
    },
    async isActive(id) {
      const seat = await findSeat(id)
      return seat !== null && isActive(seat.subject, ways.clock)
    },
    setUp: ways.setUp,
    seedDemo: ways.seed,
    emptyDemo: ways.empty,
  }
}
