import type { SocketLimits } from '#server/collab/connectionLimits.ts'
import type { SessionLimits } from '#server/collab/sessionLimits.ts'
import type { Log } from '#server/platform/log.ts'
import type { DemoSize } from '#shared/fixtures/demoCases.ts'

export interface StartOptions {
  readonly log: Log
  /** How much of the demo council an empty installation is filled with; null leaves it empty. */
  readonly demo: DemoSize | null
  /** The data was put back from a backup: every document begins a generation that never was before. */
  readonly isRestored?: boolean
  /** True when the data folder goes with the server. */
  readonly isThrowAway: boolean
  /** Shows a line to whoever stands at the terminal, at any time. */
  readonly say: (line: string) => void
  /** What one person, address or session may use; the product's own limits without it. */
  readonly socketLimits?: SocketLimits
  readonly sessionLimits?: SessionLimits
  /** The store is gone for good; the process should end, so that whoever watches over it starts it afresh. */
  readonly onStoreLost: () => void
}
