const TRIES = 3
const IS_TAKEN = /already in use/

/** Begins what was told a free port: where many listen, another may have taken it meanwhile, and it is told a new one. Throws: any other fault. */
export async function onFreePort<Server>(begin: () => Promise<Server>, triesLeft = TRIES): Promise<Server> {
  try {
    return await begin()
  } catch (cause) {
    if (triesLeft <= 1 || !IS_TAKEN.test(String(cause))) throw cause
    return onFreePort(begin, triesLeft - 1)
  }
}
