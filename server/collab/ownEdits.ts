import { AppError } from '#shared/core/appError.ts'
import { OutdatedEditError, type OwnEdit } from './ownEdit.ts'

interface WaitingEdit {
  readonly edit: OwnEdit
  resolve(): void
  reject(cause: unknown): void
}

/** Edits of the server's own that wait for a document's turn, first come, first served. */
export class OwnEdits {
  readonly #waiting: WaitingEdit[] = []

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Resolves when the edit is kept. Throws: `unavailable` when the document's room ends before that; it may be asked for again. `OutdatedEditError`. */
  add(edit: OwnEdit): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ edit, resolve, reject })
    return promise
  }

  /** Writes one after another, until `write` says that one has to wait: that one stays the first. */
  async each(write: (edit: OwnEdit) => Promise<'written' | 'waits' | 'outdated'>): Promise<void> {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const outcome = await write(first.edit)
      if (outcome === 'waits') return
      this.#waiting.shift()
      if (outcome === 'written') first.resolve()
      else first.reject(new OutdatedEditError())
    }
  }

  giveUp(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new AppError('unavailable'))
  }
}
