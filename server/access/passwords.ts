import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** How dear a guess is. Unit: KiB of memory, passes over it. */
export interface PasswordCost {
  readonly memoryKib: number
  readonly passes: number
}

/** 64 MiB and three passes: 28–120 ms on an ordinary server. Source: OWASP Password Storage Cheat Sheet, argon2id. */
export const REAL_COST: PasswordCost = { memoryKib: 65_536, passes: 3 }

/** A password as it is kept. */
export interface PasswordHash extends PasswordCost {
  readonly salt: string
  readonly hash: string
}

export interface Passwords {
  /** What to keep of a chosen password. */
  hash(password: string): Promise<PasswordHash>
  /** True when the password is the one that was kept. With null it takes as long and says no, so that an unknown name shows nothing. */
  matches(password: string, kept: PasswordHash | null): Promise<boolean>
}

/** Guessing must not take the server's memory: later ones wait. */
const AT_ONCE = 4

function gate(places: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let free = places
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

/** argon2id, at most four at once. */
export function argon2Passwords(cost: PasswordCost): Passwords {
  const oneOfFew = gate(AT_ONCE)
  const run = (password: string, salt: string, { memoryKib, passes }: PasswordCost) =>
    oneOfFew(() =>
      derive('argon2id', {
        message: Buffer.from(password.normalize('NFC')),
        nonce: Buffer.from(salt, 'base64'),
        parallelism: 1,
        tagLength: 32,
        memory: memoryKib,
        passes,
      }),
    )
  return {
    async hash(password) {
      const salt = randomBytes(16).toString('base64')
      return { ...cost, salt, hash: (await run(password, salt, cost)).toString('base64') }
    },
    async matches(password, kept) {
      const made = await run(password, kept?.salt ?? randomBytes(16).toString('base64'), kept ?? cost)
      return kept !== null && timingSafeEqual(made, Buffer.from(kept.hash, 'base64'))
    },
  }
}
