import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DurableLog } from './durableLog.ts'

const aFolder = () => mkdtempSync(join(tmpdir(), 'tsunagi-log-'))
const record = (text: string) => Buffer.from(text)

async function leftIn(folder: string): Promise<readonly string[]> {
  const { left } = await DurableLog.open(folder)
  return left.records.map((bytes) => Buffer.from(bytes).toString())
}

test('[KS4] records that come while another is being written are held, in the order they came', async () => {
  const folder = aFolder()
  const { log } = await DurableLog.open(folder)

  await Promise.all([log.append([record('一')]), log.append([record('二'), record('三')]), log.append([record('四')])])

  expect(await leftIn(folder)).toEqual(['一', '二', '三', '四'])
})

test('[KS4] a disk that refuses is an error to whoever appends, and what is appended after it is back is held', async () => {
  const folder = aFolder()
  const { log } = await DurableLog.open(folder)
  rmSync(folder, { recursive: true })

  await expect(log.append([record('一')])).rejects.toThrow('ENOENT')
  mkdirSync(folder)
  await log.append([record('二')])

  expect(await leftIn(folder)).toEqual(['二'])
})

test('[KS8] a file stays until everything before a later one is kept elsewhere', async () => {
  const folder = aFolder()
  const { log } = await DurableLog.open(folder)
  const large = Buffer.alloc(1_100_000)
  const first = await log.append([large])
  const second = await log.append([record('二')])

  await log.forgetBefore(first)
  expect(readdirSync(folder).length).toBe(2)
  await log.forgetBefore(second)

  expect(await leftIn(folder)).toEqual(['二'])
})

test('[LD7.11] a file that could not be removed is removed the next time, and brings nothing back at the next start', async () => {
  const folder = aFolder()
  const { log } = await DurableLog.open(folder)
  await log.append([record('一')])
  await log.beginAnother()
  const path = join(folder, readdirSync(folder)[0] ?? '')
  rmSync(path)
  mkdirSync(path)

  await expect(log.forgetBefore(Number.POSITIVE_INFINITY)).rejects.toThrow()
  rmdirSync(path)
  writeFileSync(path, 'what could not be removed')
  await log.forgetBefore(Number.POSITIVE_INFINITY)

  expect(readdirSync(folder)).toEqual([])
})

test('[KS4] a file that is finished while older ones are removed stays: nobody else has what it holds', async () => {
  const folder = aFolder()
  const { log } = await DurableLog.open(folder)
  await log.append([Buffer.alloc(1_100_000)])
  await log.append([record('二')])

  await Promise.all([log.forgetBefore(Number.POSITIVE_INFINITY), log.beginAnother()])

  expect(await leftIn(folder)).toEqual(['二'])
})
