import type { ConferenceDetail } from '#shared/api/conferences.ts'

/** The organisations that take part, each once, in the order of the list: of whom nothing is noted yet may still come. */
export const organisationsTakingPart = ({ attendance }: Pick<ConferenceDetail, 'attendance'>): readonly string[] => [
  ...new Set(attendance.filter(({ state }) => state !== 'absent').map(({ organisationName }) => organisationName)),
]
