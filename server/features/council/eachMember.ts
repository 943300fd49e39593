import type { MemberId } from '#shared/core/ids.ts'

/** Why something is not done with one of several, by whom it is said. */
export interface NotDone {
  readonly because: string
}

/** Does something once with each of several members, in the running transaction, and says of whom it was not done, and why not. */
export async function eachMember<Asked extends { readonly id: MemberId }, Done extends object>(
  asked: readonly Asked[],
  act: (one: Asked) => Promise<Done | NotDone>,
): Promise<{ readonly done: readonly Done[]; readonly failed: readonly (NotDone & { readonly id: MemberId })[] }> {
  const done: Done[] = []
  const failed: (NotDone & { readonly id: MemberId })[] = []
  for (const one of new Map(asked.map((each) => [each.id, each])).values()) {
    const outcome = await act(one)
    if ('because' in outcome) failed.push({ id: one.id, because: outcome.because })
    else done.push(outcome)
  }
  return { done, failed }
}
