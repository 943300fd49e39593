import type { Actor } from '#server/access/actor.ts'
import type { ReplaceBasisRequest } from '#shared/api/conferences.ts'
import type { ConferenceId } from '#shared/core/ids.ts'
import { refused } from '#shared/core/result.ts'
import { standOn } from '#shared/domain/conference.ts'
import { assertBasis } from './callConference.ts'
import { changeConference } from './changeConference.ts'
import type { ConferencePorts } from './conferencePorts.ts'

/**
 * Puts a planned conference on another basis, as when a consent was withdrawn and given anew: who is invited and what is prepared in
 * its note stays. Throws: `notFound`; `forbidden`; as `assertBasis`; `conflict` with `notPlanned` once it was opened, and with
 * `conferenceChanged` when another was first.
 */
export const replaceBasis =
  (ports: ConferencePorts) =>
  (actor: Actor, id: ConferenceId, { basisId, shown }: ReplaceBasisRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.change',
        kind: 'conferenceBasisReplaced',
        // As an ending, which only one at a time can be: the basis may be ending at this moment.
        within: ports.endings.endingRights,
        async make(conference, facts) {
          if (conference.basisId !== shown && conference.basisId !== basisId) return refused('conferenceChanged')
          const standing = standOn(conference, basisId)
          if (standing.ok) await assertBasis(ports, standing.value, facts)
          return standing
        },
      },
    )
