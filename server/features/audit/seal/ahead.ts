import { setImmediate as nextTurn } from 'node:timers/promises'

/** The same values in the same order; each is asked for before the one before it is given, so that the source works on meanwhile. */
export async function* ahead<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  const source = values[Symbol.asyncIterator]()
  let next = source.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = source.next()
      // That it failed is said to whoever waits for it.
      next.catch(() => undefined)
      // What was asked goes out before this thread is busy with what came.
      await nextTurn()
      yield value
    }
  } finally {
    await source.return?.()
  }
}
