import { mayBeDone } from './requestFailure.ts'

const KEY_BYTES = 16

const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export interface RequestKeys {
  /** Sends under a key of its own; the same once more, after its answer was lost, under the same key. */
  under<Answer>(what: string, send: (key: string) => Promise<Answer>): Promise<Answer>
  /** Another person is at the page. */
  forget(): void
}

/** What makes something is sent under a key: the server makes it once, however often the same person presses (AC7.10). */
export function requestKeys(): RequestKeys {
  /** The keys of what had no answer. */
  const unsure = new Map<string, string>()
  return {
    async under(what, send) {
      const key = unsure.get(what) ?? newKey()
      try {
        const answer = await send(key)
        unsure.delete(what)
        return answer
      } catch (cause) {
        // A refusal, as for want of a session, tells nothing of the time before that had no answer.
        if (mayBeDone(cause)) unsure.set(what, key)
        throw cause
      }
    },
    forget: () => unsure.clear(),
  }
}
