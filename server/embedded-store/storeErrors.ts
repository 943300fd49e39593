/** The process that has a folder open. */
export interface Holder {
  readonly pid: number
  readonly host: string
}

/** Another process, or this one, has the folder open already. */
export class StoreInUseError extends Error {
  readonly holder: Holder | undefined

  constructor(holder: Holder | undefined) {
    super(
      holder
        ? `The data folder is in use by process ${holder.pid} on ${holder.host}.`
        : 'The data folder is in use by another process.',
    )
    this.name = 'StoreInUseError'
    this.holder = holder
  }
}

/** The folder takes no writes: it is read-only, or its disk is full. Nothing was acknowledged. */
export class StoreUnwritableError extends Error {
  constructor(reason: string) {
    super(`The data folder cannot be written: ${reason}`)
    this.name = 'StoreUnwritableError'
  }
}

/** The file is none of ours, or pages of it are damaged. */
export class StoreDamagedError extends Error {
  constructor(reason: string) {
    super(`The data file is damaged, or is no data file: ${reason}`)
    this.name = 'StoreDamagedError'
  }
}

/** Beside the file lies the log of another: that of the one whose place it has taken. Nothing was touched. */
export class StoreLeftBesideError extends Error {
  constructor(log: string) {
    super(
      `前のデータの書きかけ ${log} が残っています。消さずに別の場所へ移してください（控えを戻すときは store.sqlite と一緒に）。/ the log of another data file lies beside this one: move it away, and keep it`,
    )
    this.name = 'StoreLeftBesideError'
  }
}

/** The file was written by a newer program. */
export class StoreFormatError extends Error {
  constructor(reason: string) {
    super(`The data file was written by a newer program: ${reason}`)
    this.name = 'StoreFormatError'
  }
}

/** The store stopped by itself. Nothing that was acknowledged is lost; the process should end or start it again. */
export class StoreStoppedError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`The embedded store stopped: ${reason}`, { cause })
    this.name = 'StoreStoppedError'
  }
}

/** Why something failed, in the words of the fault. */
export const reasonOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))
