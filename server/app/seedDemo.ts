import type { AccountStore } from '#server/access/accounts.mongo.ts'
import type { CaseStore } from '#server/features/cases/caseStore.ts'
import type { ConferenceStore } from '#server/features/conferences/conferenceStore.ts'
import type { NoteDocuments } from '#server/features/conferences/noteDocuments.ts'
import type { CouncilStore } from '#server/features/council/councilStore.ts'
import type { Mode } from '#server/platform/config.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import { AppError } from '#shared/core/appError.ts'
import { addDays, type Clock, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { Conference } from '#shared/domain/conference.ts'
import { aSupportMeeting } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { type DemoSize, demoBases, demoCases } from '#shared/fixtures/demoCases.ts'
import { DEMO_COUNCIL_NAME, demoConferences } from '#shared/fixtures/demoCouncil.ts'
import { DEMO_ACCOUNT_COUNT, demoMembers } from '#shared/fixtures/demoMembers.ts'
import { demoNote } from '#shared/fixtures/demoNotes.ts'
import { DEMO_ORGANISATIONS } from '#shared/fixtures/demoOrganisations.ts'

export interface DemoPorts {
  readonly council: CouncilStore
  readonly accounts: AccountStore
  readonly cases: CaseStore
  readonly conferences: ConferenceStore
  readonly documents: NoteDocuments
  readonly atomically: Atomically
  readonly clock: Clock
  readonly mode: Mode
}

/** Live documents are made one by one before the rest, since each is durable by itself. */
async function withNotes(documents: NoteDocuments, today: PlainDate): Promise<readonly Conference[]> {
  const conferences: Conference[] = []
  for (const conference of demoConferences(today)) {
    const documentId = await documents.createNote(conference.caseId, demoNote(conference, today))
    conferences.push({ ...conference, documentId })
  }
  return conferences
}

/** The people and bodies of the demo; the first seven people sign in by one click. */
async function keepCouncil({ council, accounts }: DemoPorts, today: PlainDate): Promise<void> {
  const supportMeetings = [aSupportMeeting({ from: addDays(today, -365) })]
  await council.saveCouncil({ id: fixedId('council', 1), name: DEMO_COUNCIL_NAME, isDemo: true, supportMeetings })
  for (const organisation of DEMO_ORGANISATIONS) await council.saveOrganisation(organisation)
  const members = demoMembers(today)
  for (const member of members) await council.saveMember(member)
  for (const [index, { id: memberId, role }] of members.slice(0, DEMO_ACCOUNT_COUNT).entries()) {
    const id = fixedId('account', index + 1)
    await accounts.add({ id, memberId, loginName: `demo-${role}`, password: null, isDemo: true })
  }
}

async function keepCases({ cases }: DemoPorts, size: DemoSize, today: PlainDate): Promise<void> {
  for (const theCase of demoCases(today, size)) await cases.add(theCase)
  for (const basis of demoBases(today, size)) await cases.saveBasis(basis)
}

/**
 * Fills an empty installation with the demo council as it is today: the same ids on every machine.
 *
 * Throws: `forbidden` in production; `conflict` when there is a council already.
 */
export const seedDemo =
  (ports: DemoPorts) =>
  async (size: DemoSize = 'demo'): Promise<void> => {
    const today = dayInJapan(ports.clock.now())
    const assertEmpty = async () => {
      if ((await ports.council.readCouncil()) !== null) throw new AppError('conflict', { because: 'councilExists' })
    }
    if (ports.mode === 'production') throw new AppError('forbidden', { because: 'production' })
    await assertEmpty()
    const called = await withNotes(ports.documents, today)

    await ports.atomically(async () => {
      await assertEmpty()
      await keepCouncil(ports, today)
      await keepCases(ports, size, today)
      for (const conference of called) await ports.conferences.save(conference)
    })
  }
