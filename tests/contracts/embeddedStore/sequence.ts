import type { Command } from './rawConnection.ts'

/** Commands sent one after the other to an empty database; `connection` keeps two clients apart. */
export interface Sequence {
  readonly title: string
  readonly commands: readonly Command[]
}
