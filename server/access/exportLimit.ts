import type { MemberId } from '#shared/core/ids.ts'

/** What one person may take out within an hour: nobody's work needs more, and whoever empties the system is stopped early. */
export const EXPORTS_PER_HOUR = 20
const HOUR_MS = 3_600_000

interface Taken {
  readonly at: number
  /** What the same again is no other of; null for a file, each of which is one. */
  readonly what: string | null
}

/** Whether something may be taken out now. */
export type Taking =
  /** `giveBack`: nothing went out after all. */
  | { readonly allowed: true; readonly giveBack: () => void }
  /** `isNews`: nothing was refused since something last went out. Unit: minutes until something may go out again. */
  | { readonly allowed: false; readonly isNews: boolean; readonly minutes: number }

/** Counts what each person takes out as a file or on paper. Each of several servers counts for itself. */
export class ExportLimit {
  readonly #elapsedMs: () => number
  readonly #takenBy = new Map<MemberId, readonly Taken[]>()
  readonly #refused = new Set<MemberId>()

  /** `elapsedMs`: no clock that somebody may set. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs
  }

  take(by: MemberId, what: string | null): Taking {
    const now = this.#elapsedMs()
    this.#forget(now)
    const taken = this.#takenBy.get(by) ?? []
    if (what !== null && taken.some((one) => one.what === what)) return { allowed: true, giveBack: () => undefined }
    const oldest = taken[0]
    if (oldest !== undefined && taken.length >= EXPORTS_PER_HOUR) {
      const isNews = !this.#refused.has(by)
      this.#refused.add(by)
      return { allowed: false, isNews, minutes: Math.ceil((oldest.at + HOUR_MS - now) / 60_000) }
    }
    this.#refused.delete(by)
    const one: Taken = { at: now, what }
    this.#takenBy.set(by, [...taken, one])
    return { allowed: true, giveBack: () => this.#takeAway(by, one) }
  }

  #takeAway(by: MemberId, gone: Taken): void {
    const left = (this.#takenBy.get(by) ?? []).filter((one) => one !== gone)
    this.#takenBy.set(by, left)
  }

  #forget(now: number): void {
    for (const [by, taken] of this.#takenBy) {
      const left = taken.filter(({ at }) => now - at < HOUR_MS)
      if (left.length > 0) this.#takenBy.set(by, left)
      else this.#takenBy.delete(by)
    }
  }
}
