import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import type { ExtractElement } from '#shared/document/extract.ts'
import { plainText } from '#shared/document/plainText.ts'
import { memberNumber } from '#tests/support/collabRig.ts'
import { seededRandom } from '#tests/support/seededRandom.ts'
import type { Version } from './version.ts'
import { bodyAt, decodePack, EMPTY_PACK, encodePack, isFull, type VersionPack, withVersion } from './versionPack.ts'

const VERSIONS = 1_000
/** Unit: edits between two versions: ten minutes of a brisk typist. */
const EDITS = 12
const SEED = 20_261_125

const KANJI = Array.from(
  '支援計画会議住居確保調整就労相談保護観察生活困窮医療健康面談記録協議決定対応事項機関担当者市県福祉法人',
)
const KANA = Array.from('のはをにがとでもへやかしてするあるいるなるからまでため')

/** A long note that grows, is corrected and cut, one version after another; a third of what is written is deleted again. */
function aLongLife(seed: number) {
  const random = seededRandom(seed)
  const blocks: { readonly id: string; text: string }[] = [{ id: 'blk_0', text: 'はじめに。' }]
  let count = 0
  const word = () =>
    Array.from({ length: 2 + random.below(3) }, () => random.pick(KANJI)).join('') +
    random.pick(KANA) +
    random.pick(KANA)
  const step = () => {
    const at = random.below(blocks.length)
    const block = blocks[at]
    if (block === undefined) return
    const { text } = block
    const place = random.below(text.length + 1)
    const act = random.below(12)
    if (act === 0) blocks.splice(at + 1, 0, { id: `blk_${++count}`, text: word() })
    else if (act < 4) block.text = text.slice(0, place) + text.slice(place + 5)
    else block.text = `${text.slice(0, place)}${word()}${word()}${text.slice(place)}`
  }
  const body = (): ExtractElement => ({
    type: 'body',
    attrs: {},
    content: blocks.map(({ id, text }) => ({
      type: 'paragraph',
      attrs: { blockId: id },
      content: text === '' ? [] : [{ type: 'text', text, marks: [] }],
    })),
  })
  return { step, body }
}

const aVersion = (number: number): Version => ({
  ...{ number, kind: 'automatic', name: null, generation: 1, sequence: number * 240 },
  ...{ madeAt: instant(1_764_000_000_000 + number * 617_123), madeBy: null },
  contributors: [memberNumber(number % 4), memberNumber((number + 1) % 4)],
  clocks: [[2_000_000_000 + number, number * 190]],
})

test('[LD6.8] a thousand versions of a long document take no more than three times its text, and each is read back whole', async () => {
  const life = aLongLife(SEED)
  const packs: VersionPack[] = []
  const samples = new Map<number, string>()
  let pack = EMPTY_PACK
  for (let number = 1; number <= VERSIONS; number++) {
    for (let edit = 0; edit < EDITS; edit++) life.step()
    if (isFull(pack)) {
      packs.push(pack)
      pack = EMPTY_PACK
    }
    pack = await withVersion(pack, aVersion(number), life.body())
    if (number % 97 === 0) samples.set(number, plainText(life.body()))
  }
  packs.push(pack)

  const encoded = await Promise.all(packs.map(encodePack))
  const bytes = encoded.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const textBytes = Buffer.byteLength(plainText(life.body()))
  const decoded = await Promise.all(encoded.map(decodePack))
  const numbers = decoded.flatMap(({ versions }) => versions.map(({ number }) => number))
  for (const [number, text] of samples) {
    const holder = decoded.find(({ versions }) => versions.some((version) => version.number === number)) ?? EMPTY_PACK
    const first = holder.versions[0]?.number ?? 0
    expect(plainText(await bodyAt(holder, number - first))).toBe(text)
  }

  expect(numbers).toEqual(Array.from({ length: VERSIONS }, (_, at) => at + 1))
  expect(textBytes).toBeGreaterThan(100_000)
  expect(bytes / textBytes, `seed ${SEED}`).toBeLessThanOrEqual(3)
}, 120_000)
