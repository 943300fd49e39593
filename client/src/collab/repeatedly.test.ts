import { expect, test, vi } from 'vitest'
import { repeatedly } from './repeatedly.ts'

test('[LD8.1] a change that is told of while an answer is on its way is asked for next, and nothing is asked twice at once', async () => {
  vi.useFakeTimers()
  const answers: PromiseWithResolvers<number | null>[] = []
  const asking = repeatedly(() => {
    const answer = Promise.withResolvers<number | null>()
    answers.push(answer)
    return answer.promise
  })

  asking.now()
  asking.now()
  expect(answers).toHaveLength(1)
  answers[0]?.resolve(10_000)
  await vi.advanceTimersByTimeAsync(0)
  expect(answers).toHaveLength(2)
  answers[1]?.resolve(10_000)
  await vi.advanceTimersByTimeAsync(9_999)
  expect(answers).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(answers).toHaveLength(3)

  asking.stop()
  answers[2]?.resolve(10_000)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(answers).toHaveLength(3)
  vi.useRealTimers()
})
