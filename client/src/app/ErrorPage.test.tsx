import { expect, test } from 'vitest'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ErrorPage } from './ErrorPage.tsx'

async function drawFailure(failure: RequestFailure): Promise<string> {
  const Failing = () => {
    throw failure
  }
  const { container, findByRole } = await drawScreen(<Failing />, fakeServer({}), <ErrorPage />)
  await findByRole('heading')
  return container.innerHTML
}

test('[UI2.10] what does not exist and what is not the reader’s look the same, to the letter', async () => {
  const absent = await drawFailure(new RequestFailure('notFound', {}, 'trc_1'))
  const foreign = await drawFailure(new RequestFailure('forbidden', { because: 'notOnTeam' }, 'trc_2'))
  const cutShort = await drawFailure(new RequestFailure('invalidInput', {}, 'trc_3'))

  expect([foreign, cutShort]).toEqual([absent, absent])
})

test('[UI2.10] a fault of ours shows the number to tell whoever helps', async () => {
  const page = await drawFailure(new RequestFailure('unexpected', {}, 'trc_01hz'))

  expect(page).toContain('trc_01hz')
})

/** What is read there: a title's words may stand in elements of their own. */
const wordsOf = (page: string) => page.replaceAll(/<[^>]+>/g, '')

test('[UI2.10] a server that says why it cannot is not called out of reach', async () => {
  const full = await drawFailure(new RequestFailure('unavailable', { because: 'storeFull' }, 'trc_3'))
  const away = await drawFailure(new RequestFailure('unavailable', { because: 'store' }, 'trc_4'))
  const silent = await drawFailure(new RequestFailure('noAnswer'))

  expect(full).toContain('保存先がいっぱい')
  expect(away).toContain('少し待ってから')
  expect([full, away, silent].map((page) => wordsOf(page).includes('サーバーにつながりません'))).toEqual([
    false,
    false,
    true,
  ])
})

test('[CS9.5] an old link to an erased case says that it was disposed of, and when', async () => {
  const detail = { because: 'caseErased', number: 'R01-003', on: '2026-04-01' }
  const page = await drawFailure(new RequestFailure('notFound', detail))

  expect(wordsOf(page)).toContain('ケース R01-003 は、保存期間が過ぎたため、令和8年4月1日に廃棄されました')
})
