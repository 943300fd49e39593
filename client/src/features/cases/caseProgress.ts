import type { CaseState } from '#shared/domain/supportCase.ts'

const FINISHED: readonly CaseState[] = ['closed', 'outOfScope', 'declined', 'transferred']

/** True while somebody still has something to do in the case. */
export const goesOn = ({ state }: { readonly state: CaseState }): boolean => !FINISHED.includes(state)
