import { expect, test } from 'vitest'
import { DEMO_AREAS } from '#shared/fixtures/demoOrganisations.ts'
import { readAreaCode } from './areaCode.ts'

/** 北海道, 札幌市, 旭川市, 東京都, 千代田区, 横浜市, 明石市, 奄美市, 長崎県, 愛媛県, 島根県. */
const REAL = '010006 011002 012041 130001 131016 141003 282031 462225 420000 380008 320005'.split(' ')

test('[CL2.1] an area code is known by its check digit, also without it and in full width', () => {
  expect(REAL.map(readAreaCode)).toEqual(REAL)
  expect(REAL.map((code) => readAreaCode(code.slice(0, 5)))).toEqual(REAL)
  expect(Object.values(DEMO_AREAS).map(readAreaCode)).toEqual(Object.values(DEMO_AREAS))
  expect(readAreaCode(' １３１０１６ ')).toBe('131016')
})

test('[CL2.1] a code of which one digit was mistyped, or two changed places, is none', () => {
  const mistyped = REAL.flatMap((code) =>
    [...code].flatMap((digit, place) => [code.slice(0, place) + ((Number(digit) + 1) % 10) + code.slice(place + 1)]),
  )

  expect(mistyped.filter((code) => readAreaCode(code) !== null)).toEqual([])
  expect(['113016', '131061', '282013', '', '1310', '1310160', '13101a'].map(readAreaCode)).toEqual(Array(7).fill(null))
})
