const nothing = () => undefined

/** All that may be done with a member in the list, for tests of what is offered. */
export const MEMBER_ACTS = {
  rename: nothing,
  move: nothing,
  succeed: nothing,
  giveAccount: nothing,
  end: nothing,
  restore: nothing,
  giveBack: nothing,
}
