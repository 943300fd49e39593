interface UnderWay {
  /** The writer's clock in Yjs with the edit. */
  readonly clock: number
  readonly sentAt: number
}

/** How long what one replica writes takes to another, told by the writer's clock there: reading the text would cost more than the rest. */
export class Arrivals {
  readonly #underWay: UnderWay[] = []
  readonly #times: number[] = []

  get isNothingUnderWay(): boolean {
    return this.#underWay.length === 0
  }

  /** Written at `sentAt`, by `performance.now()`. */
  sent(edit: UnderWay): void {
    this.#underWay.push(edit)
  }

  /** The other replica has got as far as `clock`. */
  reached(clock: number): void {
    for (let first = this.#underWay[0]; first !== undefined && first.clock <= clock; first = this.#underWay[0]) {
      this.#times.push(performance.now() - first.sentAt)
      this.#underWay.shift()
    }
  }

  /** Of all that has arrived since this was asked last. Unit: milliseconds. */
  taken(): readonly number[] {
    return this.#times.splice(0)
  }
}
