import type { PlainDate } from '#shared/core/time.ts'
import { type Member, officesOn } from '#shared/domain/member.ts'

/** Who is shown what is due for disposal. The server decides; this only keeps from others a door that would not open. */
export const answersForFiles = (member: Pick<Member, 'offices'>, today: PlainDate): boolean =>
  officesOn(member, today).some((office) => office === 'secretariat' || office === 'chair')
