import { AppError } from '#shared/core/appError.ts'

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A change as it is asked for; `shown`: what stood there of its fields. */
interface Asked {
  readonly shown?: object | undefined
}

/** Throws: `conflict` when another has changed meanwhile what is to be changed; one who did the same is no hindrance. */
export function assertAsShown(is: object, { shown = {}, ...given }: Asked, because: string): void {
  const isOvertaken = ([field, before]: readonly [string, unknown]) => {
    const now: unknown = Reflect.get(is, field)
    return !isSame(now, before) && !isSame(now, Reflect.get(given, field))
  }
  if (Object.entries(shown).some(isOvertaken)) throw new AppError('conflict', { because })
}
