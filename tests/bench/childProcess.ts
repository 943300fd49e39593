import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'

/** Unit: ticks per second of the kernel's process times, the same on every Linux Node runs on. */
const TICKS_PER_SECOND = 100
const WAIT_MS = 120_000

export interface StartedProcess {
  readonly pid: number
  /** What it said when it was ready. */
  readonly ready: { readonly port?: number; readonly address?: string }
  /** Sends `message` and resolves with the answer of that `kind`. Throws: when the process ends instead. */
  ask<Answer>(message: object, kind: string): Promise<Answer>
  /** Ends it with a signal, and resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

export interface ProcessSettings {
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Of Node itself. */
  readonly flags?: readonly string[]
}

/** Starts a script of the bench in a process of its own, with garbage collection by hand, and waits until it says `ready`. */
export async function startProcess(
  script: string,
  { args = [], env = {}, flags = [] }: ProcessSettings = {},
): Promise<StartedProcess> {
  const child = fork(join(ROOT, 'tests/bench', script), [...args], {
    execPath: NODE_24,
    execArgv: ['--expose-gc', ...flags],
    cwd: ROOT,
    env: { PATH: process.env.PATH, TZ: 'UTC', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const ready = await messageOf<StartedProcess['ready']>(child, 'ready')
  return {
    pid: child.pid ?? 0,
    ready,
    ask(message, kind) {
      const answer = messageOf<never>(child, kind)
      child.send(message)
      return answer
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

async function messageOf<Message>(child: ChildProcess, kind: string): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>()
  const heard = (message: Message & { readonly kind: string }) => {
    if (message.kind === kind) resolve(message)
  }
  const ended = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`))
  const tooLate = setTimeout(() => reject(new Error(`a process of the bench did not say ${kind}`)), WAIT_MS)
  child.on('message', heard)
  child.once('exit', ended)
  try {
    return await promise
  } finally {
    clearTimeout(tooLate)
    child.off('message', heard)
    child.off('exit', ended)
  }
}

/** Unit: milliseconds of processor time that a process and its threads have used. Source: proc(5), fields 14 and 15. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
}

/** Unit: bytes in memory now. */
export async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024
}
