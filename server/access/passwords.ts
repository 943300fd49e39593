import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
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

/** Tells one kept password from another, and nothing else: of the hash, so that nobody can try passwords on it. null: of none. */
export const markOf = (kept: PasswordHash | null): string | null =>
  kept === null ? null : createHash('sha256').update(kept.hash).digest('base64url')

export interface Passwords {
  /** What to keep of a chosen password. */
  hash(password: string): Promise<PasswordHash>
  /** True when the password is the one that was kept. With null it takes as long and says no, so that an unknown name shows nothing. */
  matches(password: string, kept: PasswordHash | null): Promise<boolean>
  /** What to keep where no password is the right one any more; to ask takes as long as ever. */
  none(): PasswordHash
}

/** Guessing must not take the server's memory: later ones wait. */
const AT_ONCE = 4
const SALT_BYTES = 16
const HASH_BYTES = 32

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

const newSalt = (): string => randomBytes(SALT_BYTES).toString('base64')

/** argon2id, at most four at once. */
export function argon2Passwords(cost: PasswordCost): Passwords {
  const oneOfFew = gate(AT_ONCE)
  const run = (password: string, salt: string, { memoryKib, passes }: PasswordCost) =>
    oneOfFew(() =>
      derive('argon2id', {
        message: Buffer.from(password.normalize('NFC')),
        nonce: Buffer.from(salt, 'base64'),
        parallelism: 1,
        tagLength: HASH_BYTES,
        memory: memoryKib,
        passes,
      }),
    )
  return {
    async hash(password) {
      const salt = newSalt()
      return { ...cost, salt, hash: (await run(password, salt, cost)).toString('base64') }
    },
    async matches(password, kept) {
      const made = await run(password, kept?.salt ?? newSalt(), kept ?? cost)
      return kept !== null && timingSafeEqual(made, Buffer.from(kept.hash, 'base64'))
    },
    none: () => ({ ...cost, salt: newSalt(), hash: randomBytes(HASH_BYTES).toString('base64') }),
  }
}
