import type { Participant } from './participant.ts'

/** So that no two writers of a run write the same mark. */
let writerCount = 0

/** Someone who writes numbered marks into a note, one frame each, and knows which of them it was told are saved. */
export class MarkWriter {
  readonly editor: Participant
  readonly name: string
  readonly written: string[] = []
  readonly acknowledged = new Set<string>()
  /** When the last ack came; 0 before the first. */
  ackedAt = 0
  readonly #onConnection = new Map<number, string>()
  #typing: string | null = null

  constructor(editor: Participant, name: string) {
    this.editor = editor
    this.name = `${name}${++writerCount}の`
    editor.onWriteFrame = (frameNumber) => {
      if (frameNumber === 1) this.#onConnection.clear()
      if (this.#typing !== null) this.#onConnection.set(frameNumber, this.#typing)
      // The answer to the server's question carries everything that was written so far.
      else this.#onConnection.set(frameNumber, this.written.at(-1) ?? '')
    }
    editor.onAck = (acked) => {
      this.ackedAt = performance.now()
      for (const [frameNumber, mark] of this.#onConnection) if (frameNumber <= acked) this.acknowledged.add(mark)
    }
  }

  write(): void {
    const mark = `${this.name}${this.written.length}、`
    this.written.push(mark)
    this.#typing = mark
    this.editor.type(mark)
    this.#typing = null
  }

  /** The marks it was told are saved that `text` lacks, and those that stand in it twice. */
  wrongIn(text: string): readonly string[] {
    const count = (mark: string) => text.split(mark).length - 1
    const lost = [...this.acknowledged].filter((mark) => mark !== '' && count(mark) === 0)
    return [...lost, ...this.written.filter((mark) => count(mark) > 1)]
  }
}

/** True when all read the same, and in it the last that each has written. */
export const areEqual = (writers: readonly MarkWriter[]): boolean =>
  writers.every(
    ({ editor, written }) => editor.text === writers[0]?.editor.text && editor.text.includes(written.at(-1) ?? ''),
  )
