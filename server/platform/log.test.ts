import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoServerError } from 'mongodb'
import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { AppError } from '#shared/core/appError.ts'
import { jsonLog } from './log.ts'

const WORDS = '山田太郎は服薬'
const Person = mongoose.model('Person', new mongoose.Schema({ age: Number }, { strict: 'throw' }))

const fromStore = (code: number, errmsg: string) => {
  throw new MongoServerError({ code, errmsg })
}
const nothing: { readonly [name: string]: string } = JSON.parse('null')

/** What of ours and of libraries throws a value back at whoever gave it. */
const FAULTS: { readonly [what: string]: () => unknown } = {
  'a text that is no JSON': () => JSON.parse(`${WORDS} {`),
  'a Latin text that is no JSON': () => JSON.parse('yamada-taro'),
  'an unknown field': () => z.strictObject({}).parse({ [WORDS]: 1 }),
  'a wrong value of a row': () => Person.castObject({ age: 'yamada-taro' }),
  'an unknown field of a row': () => new Person({ [WORDS]: 1 }),
  'a row that is not there': () => {
    throw new mongoose.Error.DocumentNotFoundError({ name: 'yamada-taro' } as never)
  },
  'a key that was there': () => fromStore(11_000, 'E11000 dup key: { loginName: "yamada-taro" }'),
  'a field within a text': () => fromStore(28, 'Cannot create field \'x\' in element {name: "yamada-taro"}'),
  'a text for bytes': () => Buffer.concat(['yamada-taro' as never]),
  'an encoding': () => Buffer.from('', 'yamada-taro' as never),
  'a thing that cannot be copied': () => structuredClone(Symbol('yamada-taro')),
  'a property of nothing': () => nothing[WORDS],
  'a message like a frame': () => {
    throw new Error(`x\n    at ${WORDS}`)
  },
  'a cause': () => {
    throw new AppError('conflict', {}, { cause: new SyntaxError(WORDS) })
  },
}

/** The line that is logged of it. */
function logged(fail: () => unknown): string {
  const lines: string[] = []
  try {
    fail()
  } catch (cause) {
    jsonLog({ write: (line: string) => void lines.push(line) }).error('request.failed', cause)
  }
  return lines.join('')
}

test.each(Object.entries(FAULTS))('[OP4.8] of a fault nobody’s words are logged: %s', (_what, fail) => {
  const line = logged(fail)

  expect(line).toContain('"type":')
  expect(line).not.toMatch(/山田|服薬|yamada/)
})

test('[OP4.8] what failed and where is logged all the same, with the path on this machine', () => {
  const fail = () => {
    throw Object.assign(new Error("ENOENT: no such file, open '/srv/データ'"), { code: 'ENOENT', syscall: 'open' })
  }

  const { err } = JSON.parse(logged(fail))

  expect(err).toMatchObject({ type: 'Error', code: 'ENOENT', message: "ENOENT: no such file, open '/srv/データ'" })
  expect(err.stack).toContain('log.test.ts')
})

/** What a process does that logs to this file, and ends. */
function ended(file: string) {
  const script = `
    import { jsonLog } from '#server/platform/log.ts'
    const log = jsonLog()
    const say = () => { for (let line = 0; line < 500; line++) log.info('room.opened', { sequence: line }) }
    say()
    setTimeout(say, 200)
    setTimeout(() => process.exit(7), 400)`
  const output = openSync(file, 'a')
  const words = ['--input-type=module', '-e', script]
  const { status } = spawnSync(NODE_24, words, { cwd: ROOT, stdio: ['ignore', output, 'ignore'], timeout: 10_000 })
  closeSync(output)
  return status
}

test('[OP2.39] a log that its disk has no room for keeps no server from going on, or from ending', () => {
  expect(ended('/dev/full')).toBe(7)
})

test('[OP2.39] what was logged until the end is in the log, each line whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'server.log')

  expect(ended(file)).toBe(7)

  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).sequence)).toEqual([...Array(500).keys(), ...Array(500).keys()])
})
