import { setTimeout as pause } from 'node:timers/promises'
import type { LiveDocumentsPorts } from '#server/collab/liveDocuments.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type AlterLive, startCouncilServer } from '../councilServer.ts'
import { type Door, Participant } from '../participant.ts'
import { seededRandom } from '../seededRandom.ts'
import type { Answer, Visitor } from '../visitor.ts'
import {
  type EndedWhileJoiningOptions,
  type EndedWhileJoiningReport,
  inLanes,
  joinAndEnd,
  slowly,
  type Tally,
} from './endedWhileJoining.ts'

const CONFERENCE = `/api/conferences/${fixedId('conference', 1)}`
const CASE = `/api/cases/${demoCaseId('かもめ')}`
const [DISCLOSER, RECIPIENT] = [demoOrganisationId('settlement'), demoOrganisationId('welfare')]
const PACE_MS = 50

/**
 * Somebody of the welfare organisation comes in to the note of a case, while everything that their joining waits for takes its
 * time; in a moment drawn at random the person whom it is about withdraws the consent that they see it by (S-08).
 */
export const consentWhileJoining = (options: EndedWhileJoiningOptions): Promise<EndedWhileJoiningReport> =>
  inLanes(options, runLane)

async function runLane(tally: Tally, { rounds, longestDelayMs, seed }: EndedWhileJoiningOptions): Promise<void> {
  const random = seededRandom(seed)
  const delay = () => pause(random.below(longestDelayMs + 1))
  const server = await startCouncilServer('trial', undefined, slowed(delay))
  await server.seedDemo()
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const { documentId } = (await coordinator.get(CONFERENCE)).body
  const caseNumber = (await coordinator.get(CASE)).body.number
  const doorOf = ({ cookie }: Visitor): Door => ({
    ...{ address: server.origin.replace('http', 'ws'), documentId, origin: server.origin, cookie },
  })
  const writer = new Participant(doorOf(coordinator))
  await writer.settled()
  const typing = setInterval(() => writer.type('字'), PACE_MS)
  const end = async () => assertDone(await withdraw(coordinator, caseNumber))
  try {
    for (let round = 0; round < rounds; round++) {
      await joinAndEnd({ random, longestDelayMs, tally, doorOf: () => doorOf(staff), end }, round)
      assertDone(await consentAnew(coordinator))
    }
  } finally {
    clearInterval(typing)
    writer.leave()
    await server.close()
  }
}

/** Everything that is asked for is found in the moment it was asked for, and answered later. */
const slowed =
  (delay: () => Promise<void>): AlterLive =>
  ({ store, access, sessions, audit }: LiveDocumentsPorts) => ({
    store: slowly(store, delay),
    access: {
      ...access,
      async judge(...asked) {
        const verdict = await access.judge(...asked)
        await delay()
        return verdict
      },
    },
    sessions: {
      ...sessions,
      async readSignedIn(request, response) {
        const signedIn = await sessions.readSignedIn(request, response)
        await delay()
        return signedIn
      },
    },
    audit: {
      ...audit,
      async append(entry) {
        await delay()
        await audit.append(entry)
      },
    },
  })

const withdraw = (coordinator: Visitor, caseNumber: string): Promise<Answer> =>
  coordinator.post('/api/consent-withdrawals', {
    ...{ caseNumber, organisationId: RECIPIENT, extent: 'organisation', received: 'spoken' },
  })

const consentAnew = (coordinator: Visitor): Promise<Answer> =>
  coordinator.post(`${CASE}/bases`, {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: DISCLOSER,
      recipientIds: [RECIPIENT],
      categories: ['basic', 'welfare'],
    },
    ...{ from: dayInJapan(instant(Date.now())), until: null },
  })

function assertDone({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`the council did not do it: ${status} ${text}`)
}
