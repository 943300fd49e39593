import type { CaseDetail } from '#shared/api/cases.ts'
import { NEED_CATEGORIES } from '#shared/domain/informationCategory.ts'

const may = { allowed: true } as const

/** What the coordinator of the organisation that opened a case may do with it. */
export const MAY_ALL: CaseDetail['can'] = {
  ...{ readTeam: may, seeNeeds: NEED_CATEGORIES, change: may, recordBasis: may },
  ...{ changeTeam: may, takeAway: may, readTrail: may, callConference: may },
}
