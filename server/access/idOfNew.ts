import { idFrom } from '#server/platform/idSource.ts'
import { AppError } from '#shared/core/appError.ts'
import type { Id, IdKind, IdSource } from '#shared/core/ids.ts'
import type { Actor } from './actor.ts'
import type { Asked } from './declaredRoutes.ts'

const KEY = /^[\w-]{16,64}$/

/**
 * The id of what a request makes: the same one when the same member sends the same again under the same `Idempotency-Key`, as a
 * page does whose answer was lost. Whoever makes something under such an id looks first whether it is there. Something else
 * under that key is another request: its sender must not be answered with what they did not ask for.
 *
 * Throws: `invalidInput` for a key of another form.
 */
export function idOfNew<Kind extends IdKind>(kind: Kind, ids: IdSource, asked: Asked<Actor>): Id<Kind> {
  const { actor, request, body } = asked
  const key = request.get('idempotency-key')
  if (key === undefined) return ids.next(kind)
  if (!KEY.test(key)) throw new AppError('invalidInput', { fields: ['Idempotency-Key'] })
  return idFrom(kind, JSON.stringify([actor.memberId, request.path, key, body]))
}
