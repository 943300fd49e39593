/** The seed of random tests: `SEED=<number>` repeats a run. It is printed by whoever fails. */
export const SEED = Number(process.env.SEED ?? 20_261_203)

export interface SeededRandom {
  /** A whole number from 0 to `bound` − 1. */
  below(bound: number): number
  pick<Item>(items: readonly Item[]): Item
  bytes(length: number): Uint8Array
}

/** The same numbers for the same seed. Source: mulberry32. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    below,
    pick(items) {
      const picked = items[below(items.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
