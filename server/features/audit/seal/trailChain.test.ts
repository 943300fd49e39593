import canonicalize from 'canonicalize'
import { ObjectId } from 'mongodb'
import { expect, test } from 'vitest'
import { isSignedBy, readPublicKey, signerOf } from './checkpoint.ts'
import { beginningOf, hashAfter, type SealedEntry, sealsAfter } from './trailChain.ts'

const SEED = new Uint8Array(32).fill(7)
const entry = (kind: string) => ({ _id: new ObjectId('6564a1b2c3d4e5f601234567'), at: 1_764_633_600_000, kind })

test('[AC6.17] the form that is hashed is that of RFC 8785: keys in order of their code units, numbers and text as it writes them', () => {
  // Sections 3.2.2 and 3.2.3 of the RFC, and its appendix B.
  const given = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0, 1e21, 9007199254740992, 1e-7],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonicalize(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,9007199254740992,1e-7],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
  expect(
    Object.values(
      JSON.parse(
        canonicalize(
          Object.entries(keys)
            .map(([key]) => key)
            .toSorted(),
        ) ?? '',
      ),
    ),
  ).toEqual(
    [...(canonicalize(keys) ?? '').matchAll(/"((?:[^"\\]|\\.)*)":/g)].map((match) => JSON.parse(`"${match[1]}"`)),
  )
  expect(() => canonicalize({ half: '\ud83d' })).toThrow()
  expect(() => canonicalize({ none: Number.NaN })).toThrow()
})

test('[AC6.17] a hash covers the record with its id and the one before it, and chains begin each in their own way', () => {
  const one = beginningOf('chn_1')
  const [first, second] = sealsAfter(one, [entry('caseRead'), entry('signIn')], { sealedAt: 1, how: 'inTime' })

  const sealing = { sealedAt: 1, how: 'inTime', form: 2 } as const
  const after = (given: SealedEntry, more = {}) => hashAfter(one.hash, given, { ...sealing, ...more })

  expect(first?.hash).toBe(after(entry('caseRead')))
  expect(second).toMatchObject({ index: 2, hash: hashAfter(first?.hash ?? '', entry('signIn'), sealing) })
  expect(after({ ...entry('caseRead'), added: null })).not.toBe(first?.hash)
  expect(hashAfter(beginningOf('chn_2').hash, entry('caseRead'), sealing)).not.toBe(first?.hash)
  for (const more of [{ sealedAt: 2 }, { how: 'late' }]) expect(after(entry('caseRead'), more)).not.toBe(first?.hash)
})

test('[AC6.18] a checkpoint is checked with the printed key alone; another count, head, moment or key does not pass', () => {
  const signer = signerOf(SEED)
  const key = readPublicKey(signer.publicKey)
  const checkpoint = signer.sign({ chain: 'chn_1', count: 3, hash: 'ab' }, 5)

  expect(isSignedBy(key, checkpoint)).toBe(true)
  expect(isSignedBy(readPublicKey(signerOf(SEED.with(0, 1)).publicKey), checkpoint)).toBe(false)
  for (const other of [{ chain: 'chn_2' }, { count: 4 }, { head: 'ac' }, { at: 6 }, { signature: '' }])
    expect(isSignedBy(key, { ...checkpoint, ...other })).toBe(false)
  expect(() => readPublicKey('short')).toThrow(/32/)
})
