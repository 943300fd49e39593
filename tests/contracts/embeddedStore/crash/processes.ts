import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** A store in a process of its own, ready for connections. */
export interface StoreServer {
  readonly uri: string
  readonly pid: number
  /** Ends it as a power cut would; resolves when it is gone. */
  kill(): Promise<void>
}

export async function startStoreServer(dir: string): Promise<StoreServer> {
  const child = start('./storeServer.ts', [dir])
  const gone = once(child, 'exit')
  const [uri]: unknown[] = await once(child, 'message')
  return {
    uri: String(uri),
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** A file beside this one as a process of its own, on the same Node. */
export const start = (file: string, args: readonly string[]): ChildProcess =>
  fork(here(file), [...args], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
