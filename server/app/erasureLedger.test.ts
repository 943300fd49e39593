import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { instant, type PlainDate } from '#shared/core/time.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'
import { erasureLedger, ledgerPathOf } from './erasureLedger.ts'
import { LedgerError } from './fileLedger.ts'

const day = (text: string) => text as PlainDate
const anErasedCase = (given: Partial<ErasedCase> = {}): ErasedCase => ({
  ...{ id: fixedId('case', 1), councilId: fixedId('council', 1), number: 'R01-003' },
  ...{ documentClass: '相談支援', years: 5, openedOn: day('2019-04-02'), closedOn: day('2019-06-01') },
  ...{ askedBy: fixedId('member', 1), askedAt: instant(1), approvedBy: fixedId('member', 2), approvedAt: instant(2) },
  leadOrganisationId: fixedId('organisation', 1),
  team: [{ organisationId: fixedId('organisation', 1), memberId: null, from: day('2019-04-02'), until: null }],
  conferences: [{ id: fixedId('conference', 1), documentId: fixedId('document', 1), startsAt: instant(3) }],
  hashes: [],
  clearedAt: null,
  ...given,
})

test('[CS9.10] the ledger keeps one record of a case, the newest, however many are kept at once, and reads back as it was', async () => {
  const path = ledgerPathOf(await throwAwayFolder())
  const ledger = erasureLedger(path)
  const others = Array.from({ length: 20 }, (_, place) => anErasedCase({ id: fixedId('case', place + 2) }))
  const done = anErasedCase({ clearedAt: instant(9) })

  expect(await ledger.read()).toEqual([])
  await Promise.all([anErasedCase(), ...others].map((one) => ledger.keep([one])))
  await ledger.keep([done])

  expect(await erasureLedger(path).read()).toEqual([done, ...others])
  expect(readdirSync(join(path, '..'))).toEqual(['erased-cases.json'])
})

test('[CS9.10] a ledger that cannot be read says so and is not written over; that of a demo that was emptied is let go', async () => {
  const path = ledgerPathOf(await throwAwayFolder())
  const ledger = erasureLedger(path)
  const other = anErasedCase({ id: fixedId('case', 2), councilId: fixedId('council', 2) })
  await ledger.keep([anErasedCase(), other])
  await ledger.forget(fixedId('council', 1))
  expect(await ledger.read()).toEqual([other])

  const torn = readFileSync(path, 'utf8').slice(0, 40)
  writeFileSync(path, torn)
  await expect(ledger.keep([anErasedCase()])).rejects.toThrow(LedgerError)
  expect(readFileSync(path, 'utf8')).toBe(torn)
})

test('[CS9.12] what the ledger knows already is not written anew, in whatever order the store names it', async () => {
  const path = ledgerPathOf(await throwAwayFolder())
  const ledger = erasureLedger(path)
  await ledger.keep([anErasedCase()])
  const { ino } = statSync(path)

  const { id, number, ...others } = anErasedCase()
  await ledger.keep([{ ...others, number, id }])

  expect(statSync(path).ino).toBe(ino)
})

test('[CS9.13] a ledger that is no file, or that nobody may read, says which it is and what to do', async () => {
  const path = ledgerPathOf(await throwAwayFolder())
  mkdirSync(path)

  await expect(erasureLedger(path).read()).rejects.toThrow(LedgerError)
})
