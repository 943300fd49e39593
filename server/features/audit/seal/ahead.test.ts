import { expect, test } from 'vitest'
import { ahead } from './ahead.ts'

/** Three values, and what was asked of their source and done with them, in order. */
function watched(fails = false) {
  const heard: string[] = []
  async function* source() {
    try {
      for (const value of [1, 2, 3]) {
        heard.push(`asked for ${value}`)
        if (fails && value === 2) throw new Error('the store is away')
        yield value
      }
    } finally {
      heard.push('ended')
    }
  }
  return { heard, source }
}

test('[AC6.29] while a part of the trail is hashed the next one is read already, and every part is hashed in its order', async () => {
  const { heard, source } = watched()

  for await (const value of ahead(source())) heard.push(`hashed ${value}`)

  expect(heard).toEqual([...['asked for 1', 'asked for 2', 'hashed 1', 'asked for 3', 'hashed 2', 'ended', 'hashed 3']])
})

test('[AC6.29] a part that cannot be read ends the verifying with the fault, and who stops in the middle ends the reading', async () => {
  const [failing, left] = [watched(true), watched()]
  const hashed: number[] = []
  const all = async () => {
    for await (const value of ahead(failing.source())) hashed.push(value)
  }

  await expect(all()).rejects.toThrow('the store is away')
  for await (const value of ahead(left.source())) if (value === 1) break

  expect(hashed).toEqual([1])
  expect(left.heard.at(-1)).toBe('ended')
})
