import { setTimeout as pause } from 'node:timers/promises'

/** Calls `act` at an even pace for so many milliseconds, whatever it costs, and returns how often. */
export async function atPace(
  { gapMs, forMs }: { readonly gapMs: number; readonly forMs: number },
  act: (turn: number) => void,
): Promise<number> {
  const endsAt = performance.now() + forMs
  let count = 0
  for (let dueAt = performance.now(); dueAt < endsAt; dueAt += gapMs) {
    const early = dueAt - performance.now()
    if (early > 0) await pause(early)
    act(count++)
  }
  return count
}
