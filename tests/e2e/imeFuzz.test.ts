import { expect, test } from 'vitest'
import { isWithoutBrowser } from '#tests/support/browser.ts'
import { imeFuzz } from '#tests/support/imeFuzz.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test.skipIf(isWithoutBrowser())(
  `[LD5.8] two people in two browsers type, compose, delete, split, change lines and lose the network at random, and both hold every word that nobody deleted (SEED=${SEED})`,
  async () => {
    const report = await imeFuzz({ seed: SEED, acts: 12 })

    console.log(JSON.stringify(report))
    expect(report).toMatchObject({ lost: [], broken: [], isEqual: true })
  },
)
