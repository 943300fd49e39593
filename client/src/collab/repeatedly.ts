export interface Repeating {
  /** Has the next turn now; one that is under way is followed by another at once. */
  now(): void
  stop(): void
}

/** Takes turns, never two at once: each answers in how many milliseconds the next is due, null when there is to be none. */
export function repeatedly(turn: () => Promise<number | null>): Repeating {
  let waiting: ReturnType<typeof setTimeout> | null = null
  let isUnderWay = false
  let isAskedFor = false
  let isStopped = false

  async function next(): Promise<void> {
    isUnderWay = true
    isAskedFor = false
    const waitMs = await turn()
    isUnderWay = false
    if (waitMs !== null && !isStopped) waiting = setTimeout(() => void next(), isAskedFor ? 0 : waitMs)
  }
  void next()
  return {
    now() {
      isAskedFor = isUnderWay
      if (isUnderWay || isStopped) return
      if (waiting !== null) clearTimeout(waiting)
      void next()
    },
    stop() {
      isStopped = true
      if (waiting !== null) clearTimeout(waiting)
    },
  }
}
