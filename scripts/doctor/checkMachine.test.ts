import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkExample, checkNode, settingNames } from './checkMachine.ts'
import { checkBackups } from './checkStore.ts'
import { lineOf } from './finding.ts'

const EXAMPLE = readFileSync(fileURLToPath(new URL('../../.env.example', import.meta.url)), 'utf8')
const DAY_MS = 86_400_000

test('[OP2.14] the example of settings names every setting, and the doctor says which one is missing or unknown', () => {
  expect([...settingNames()]).toContain('TSUNAGI_MODE')
  expect(checkExample(EXAMPLE).level).toBe('good')
  const wrong = checkExample(EXAMPLE.replace('# PORT=', '# PORTS='))
  expect(wrong).toMatchObject({ level: 'bad', says: expect.stringContaining('PORT, PORTS') })
})

test('[OP2.14] what is bad stands with how to mend it', () => {
  const old = checkNode('20.1.0')

  expect(old.level).toBe('bad')
  expect(lineOf(old)).toContain('\n   → npm ci')
})

test('[OP2.14] a store without a backup, and one whose newest is older than a week, is told so', () => {
  const now = 100 * DAY_MS
  const made = (daysAgo: number) => ({ at: new Date(now - daysAgo * DAY_MS), file: '/not/here' })

  expect(checkBackups({ backups: [] }, now).level).toBe('notice')
  expect(checkBackups({ backups: [made(30), made(8)] }, now).level).toBe('notice')
  expect(checkBackups({ backups: [made(30), made(7)] }, now)).toMatchObject({
    level: 'good',
    says: expect.stringContaining('最新 7 日前、最古 30 日前'),
  })
})
