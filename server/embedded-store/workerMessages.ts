export interface WorkerSettings {
  /** A path, or `:memory:`. */
  readonly file: string
  readonly socketPath: string
  /** Where the process that has the folder writes its name, for the one that is refused. */
  readonly holderFile: string | undefined
  readonly expirySweepMs: number
}

export type ToWorker = 'ping' | 'close'

/** `busy`: the next answer may take long; until then silence is no fault. */
export type FromWorker =
  | { readonly kind: 'ready' | 'pong' | 'busy' | 'closed' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
