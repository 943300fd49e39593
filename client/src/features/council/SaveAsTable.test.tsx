import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SaveMembers, SaveOrganisations } from './SaveAsTable.tsx'

const day = (text: string) => text as PlainDate
const member: MemberView = {
  ...aMember({
    ...{ name: '=Aさん', kana: 'えーさん', role: 'staff', from: day('2025-04-01'), until: day('2026-03-31') },
    offices: [
      { office: 'committee', from: day('2025-04-01'), until: null },
      { office: 'chair', from: day('2025-04-01'), until: day('2025-06-30') },
    ],
  }),
  ...{ organisationName: 'みなと市,福祉課', hasAccount: true, loginName: 'a-san' },
  earlierTerms: [{ from: day('2022-04-01'), until: day('2024-03-31') }],
}

/** What the browser was given to keep. jsdom keeps no files. */
function keptFiles() {
  const files: Promise<string>[] = []
  const before = { createObjectURL: URL.createObjectURL, revokeObjectURL: URL.revokeObjectURL }
  const createObjectURL = (file: Blob) => {
    files.push(file.arrayBuffer().then((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)))
    return '#file'
  }
  Object.assign(URL, { createObjectURL, revokeObjectURL: () => undefined })
  onTestFinished(() => void Object.assign(URL, before))
  return files
}

const save = () => fireEvent.click(screen.getByRole('button', { name: /^(表にして保存（CSV）|Save as a table)/ }))

test('[CL3.17] the members are saved as they are shown, in the reader’s language, and no login name with them', async () => {
  const files = keptFiles()
  const server = fakeServer({ 'GET /api/members?use=file': { status: 200, body: { items: [member], next: null } } })
  await drawScreen(<SaveMembers />, server)
  save()
  await screen.findByText(/^「構成員_\d{4}-\d\d-\d\d\.csv」を保存しました/)
  expect(await files[0]).toBe(
    '\uFEFF氏名,ふりがな,機関,役割,役職,期間,使い方\r\n' +
      `'=Aさん,えーさん,"みなと市,福祉課",構成機関職員,委員,` +
      '令和7年4月1日〜令和8年3月31日、終了、前の任期 令和4年4月1日〜令和6年3月31日,画面で参加\r\n',
  )
  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  save()
  await waitFor(() => expect(files.length).toBe(2))
  expect(await files[1]).toContain('Name,Kana,Organisation,Role,Office,Term,Takes part by\r\n')
})

test('[CL3.17] the organisations are saved as they are shown', async () => {
  const files = keptFiles()
  const one = { ...anOrganisation({ name: '港の森', kinds: ['hospital', 'nonProfit'] }), closedOn: day('2027-03-31') }
  const server = fakeServer({ 'GET /api/organisations?use=file': { status: 200, body: { items: [one], next: null } } })
  await drawScreen(<SaveOrganisations />, server)
  save()
  await screen.findByText(/^「機関_.*\.csv」を保存しました/)
  expect((await files[0])?.split('\r\n')).toEqual([
    '\uFEFF機関名,種別,協議会での立場',
    expect.stringMatching(/^港の森,.+、.+,.*令和9年3月31日/),
    '',
  ])
})

test('[CL3.17] where it is refused that is said, and nothing is saved', async () => {
  const files = keptFiles()
  const body = { error: 'notFound', detail: {}, traceId: 't' }
  await drawScreen(<SaveMembers />, fakeServer({ 'GET /api/members?use=file': { status: 404, body } }))
  save()
  await screen.findByText(/見つかりません/)
  expect(files).toEqual([])
})

test('[AC8.7] who has had enough as files within the hour is told in how many minutes they may have this one', async () => {
  const detail = { because: 'tooManyExports', minutes: 12 }
  const body = { error: 'tooManyRequests', detail, traceId: 'trc_1' }
  await drawScreen(<SaveOrganisations />, fakeServer({ 'GET /api/organisations?use=file': { status: 429, body } }))
  save()
  expect(
    await screen.findByText('ファイルへの保存と様式の印刷は、1時間に20件までです。12分ほど待つと、またできます。'),
  ).toBeDefined()
})
