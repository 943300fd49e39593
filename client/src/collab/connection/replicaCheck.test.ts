import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestOf } from '#shared/document/digest.ts'
import { ReplicaCheck } from './replicaCheck.ts'

const OTHER = new Uint8Array(32)

function checked() {
  const doc = new Y.Doc()
  doc.getText('line').insert(0, '記録')
  const told = { reports: 0, comings: 0 }
  let isSettled = true
  let comeAnew = (): void => undefined
  const check = new ReplicaCheck({
    doc,
    timers: {
      after(_milliseconds, then) {
        comeAnew = then
        return { stop: () => undefined }
      },
      every: () => ({ stop: () => undefined }),
    },
    isSettled: () => isSettled,
    send() {
      told.reports += 1
    },
    connectAgain() {
      told.comings += 1
    },
  })
  return {
    hears: (digest: Uint8Array) => {
      check.check(digest)
      return { ...told, isForeign: check.isForeign }
    },
    same: () => digestOf(doc),
    settle: (next: boolean) => {
      isSettled = next
    },
    comeAnew: () => comeAnew(),
  }
}

test('[KS14] a page that has something unsent is not compared, and so is never taken for foreign', () => {
  const { hears, settle } = checked()
  settle(false)
  for (let times = 0; times < 3; times += 1) hears(OTHER)

  expect(hears(OTHER)).toEqual({ reports: 0, comings: 0, isForeign: false })
})

test('[KS14] a page comes in anew once for a difference, and is foreign when it still differs, not when it agreed in between', () => {
  const { hears, same, comeAnew } = checked()
  const first = [hears(OTHER), hears(OTHER)]
  comeAnew()
  hears(same())
  const afterAgreement = hears(OTHER)
  comeAnew()

  expect(first).toEqual(Array(2).fill({ reports: 1, comings: 0, isForeign: false }))
  expect(afterAgreement).toEqual({ reports: 2, comings: 1, isForeign: false })
  expect(hears(OTHER)).toEqual({ reports: 3, comings: 2, isForeign: true })
})
