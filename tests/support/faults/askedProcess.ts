import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of this repository's that answers what it is asked, one thing at a time. */
export interface AskedProcess<Asked, Answer> {
  /** Throws: what was thrown there, or when the process has ended. */
  ask(asked: Asked): Promise<Answer>
  end(): void
}

export interface AskedSettings {
  /** Node's. */
  readonly flags?: readonly string[]
  readonly environment?: { readonly [name: string]: string }
}

/** Starts the file beside this one, which calls `answerAsks`. */
export function startAsked<Asked extends object, Answer>(
  file: string,
  { flags = [], environment = {} }: AskedSettings = {},
): AskedProcess<Asked, Answer> {
  const env = { ...process.env, ...environment }
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: [...flags], env })
  const ended = once(child, 'exit')
  return {
    async ask(asked) {
      const answered = once(child, 'message')
      child.send(asked)
      const [{ fault, answer }] = await Promise.race([answered, ended.then(() => [{ fault: 'the process ended' }])])
      if (fault !== undefined) throw new Error(fault)
      return answer
    },
    end: () => void child.kill(),
  }
}

/** Called once by the process that is asked. */
export function answerAsks<Asked, Answer>(answer: (asked: Asked) => Promise<Answer>): void {
  process.on('message', (asked: Asked) => {
    answer(asked).then(
      (given) => process.send?.({ answer: given }),
      (fault: Error) => process.send?.({ fault: fault.stack ?? fault.message }),
    )
  })
}
