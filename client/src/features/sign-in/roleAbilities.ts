import type { Role } from '#shared/domain/member.ts'

/** Who is offered a new case. The server decides; this only keeps from others a door that would not open. */
export const opensCases = (role: Role | undefined): boolean => role === 'coordinator' || role === 'staff'

/** Who writes in the notes of their conferences, while those may be written in. */
export const writesNotes = (role: Role | undefined): boolean => role === 'coordinator' || role === 'staff'

/** Who finds 「会議を招集する」 on a case of theirs. */
export const callsConferences = (role: Role | undefined): boolean => role === 'coordinator'

/** Who records that a consent was withdrawn, of whatever case. */
export const hearsWithdrawals = (role: Role | undefined): boolean => role === 'coordinator'

/** Volunteers are told what was agreed, and read no note. */
export const readsNotes = (role: Role | undefined): boolean => seesConferences(role) && role !== 'volunteer'

/** Administrators and auditors keep the council's order and see no case. */
export const seesConferences = (role: Role | undefined): boolean => role !== 'administrator' && role !== 'auditor'

/** Observers read of the conferences they are invited to, and of the cases nothing else. */
export const seesCases = (role: Role | undefined): boolean => seesConferences(role) && role !== 'observer'
