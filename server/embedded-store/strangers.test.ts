import { expect, test } from 'vitest'
import { Strangers } from './strangers.ts'

function aRoom() {
  let nowMs = 0
  const gone: string[] = []
  const strangers = new Strangers(() => nowMs)
  const one = (name: string) => ({ destroy: () => gone.push(name) })
  return { strangers, one, gone, pass: (ms: number) => (nowMs += ms) }
}

test('[OP2.59] of many who connect and prove nothing whoever was silent for longest goes, and one that asks now and then stays', () => {
  const { strangers, one, gone, pass } = aRoom()
  const driver = one('driver')
  strangers.heard(driver)
  for (let count = 0; count < 1_000; count += 1) {
    strangers.heard(one('stranger'))
    pass(10)
    if (count % 100 === 0) strangers.heard(driver)
  }

  expect(gone).toHaveLength(1_000 + 1 - 128)
  expect(gone).not.toContain('driver')
})

test('[OP2.59] who begins a greeting and never ends it is cut off after a minute, and who has proved the password never', () => {
  const { strangers, one, gone, pass } = aRoom()
  const [driver, owner] = [one('driver'), one('owner')]
  for (const connection of [one('stranger'), driver, owner]) strangers.heard(connection)
  strangers.forget(owner)
  pass(59_000)
  strangers.heard(driver)
  strangers.cutOffSilent()
  expect(gone).toEqual([])
  pass(1_000)
  strangers.cutOffSilent()

  expect(gone).toEqual(['stranger'])
})
