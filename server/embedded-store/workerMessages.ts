/** Where the store listens: a file that only its owner can open, or, where systems have none, a port of this machine behind a password. */
export type Address =
  | { readonly socketPath: string }
  /** Port 0 is one that is free, and is told when the store is ready. */
  | { readonly port: number; readonly password: string }

export interface WorkerSettings {
  /** A path, or `:memory:`. */
  readonly file: string
  readonly address: Address
  /** Where the process that has the folder writes its name, for the one that is refused. */
  readonly holderFile: string | undefined
  readonly expirySweepMs: number
}

export type ToWorker = 'ping' | 'close'

/** `busy`: the next answer may take long; until then silence is no fault. */
export type FromWorker =
  | { readonly kind: 'pong' | 'busy' | 'closed' }
  | { readonly kind: 'ready'; readonly address: Address }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
