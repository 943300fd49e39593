import { MongoError } from '../mongoError.ts'

/** The end of the time that a command may take, over all of its batches each anew. */
export class Deadline {
  private readonly limitMs: number | undefined
  private endsAt = 0
  private untilNextLook = 0

  constructor(limitMs: number | undefined) {
    this.limitMs = limitMs || undefined
    this.restart()
  }

  restart(): void {
    this.endsAt = this.limitMs === undefined ? 0 : performance.now() + this.limitMs
  }

  /** Throws: MongoError 50 when the time is over. Looks at the clock every 64th time. */
  readonly check = (): void => {
    if (this.limitMs === undefined || this.untilNextLook-- > 0) return
    this.untilNextLook = 64
    if (performance.now() > this.endsAt) throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit')
  }
}
