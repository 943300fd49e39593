import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { expect, test } from 'vitest'
import { NewCaseForm } from '#client/features/cases/NewCaseForm.tsx'
import { ConferenceSteps } from '#client/features/conferences/ConferenceSteps.tsx'
import { InviteMore } from '#client/features/conferences/InviteMore.tsx'
import { AddOrganisationDialog } from '#client/features/council/AddOrganisationDialog.tsx'
import { EndMembership } from '#client/features/council/EndMembership.tsx'
import { RenameMember } from '#client/features/council/RenameMember.tsx'
import { createHttp } from '#client/platform/http.ts'
import { Button } from '#client/ui/Button.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'

const ORGANISATION = anOrganisation()
const member = { ...aMember({ name: '見本 太郎' }), organisationName: '見本市', hasAccount: true, loginName: null }
const may = { allowed: true } as const
const conference: ConferenceDetail = {
  ...{ id: fixedId('conference', 1), title: '第1回', meetingKind: 'caseConference', startsAt: 0, place: '会議室' },
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  ...{
    state: 'open',
    isInvited: true,
    basis: null,
    attendance: [],
    documentId: null,
    endedAt: null,
    noteRight: 'none',
  },
  invitable: [{ memberId: member.id, name: member.name, organisationName: '見本市' }],
  can: { change: may, open: may, end: may, callOff: may, putBack: may, recordAttendance: may },
}

/** A server that answers when it is told to. */
function slowServer() {
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  let isAsked = false
  const http = createHttp((_input, init) => {
    if (init?.method === undefined) return Promise.resolve(new Response('{"items":[]}'))
    isAsked = true
    return promise
  })
  const answer = (status: number, body: object) => resolve(new Response(JSON.stringify(body), { status }))
  const changes: Promise<unknown>[] = []
  const send: typeof http.send = (...change) => {
    const answered = http.send<never>(...change)
    changes.push(answered)
    return answered
  }
  /** What was sent has its answer, and the page has done with it what it does. */
  const isOver = () => act(() => Promise.allSettled(changes))
  return {
    server: { http: { ...http, send }, sent: [] },
    isOver,
    wasAsked: () => waitFor(() => expect(isAsked).toBe(true)),
    answer,
    reject,
  }
}

/** What is left by a press, and opened by another. */
function Left({ children }: { readonly children: (leave: () => void) => ReactNode }) {
  const [isOpen, setOpen] = useState(true)
  const { clear } = useStatus()
  return (
    <main>
      <Button onPress={() => setOpen(true)}>開く</Button>
      <Button onPress={() => setOpen(false)}>去る</Button>
      <Button onPress={clear}>ほかの人が使う</Button>
      {isOpen && children(() => setOpen(false))}
    </main>
  )
}

/** Presses a button, also one that stands behind a dialog. */
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name, hidden: true }))
const fill = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const said = () =>
  screen
    .getAllByRole('status', { hidden: true })
    .map(({ textContent }) => textContent)
    .join('')

const rename = {
  draw: (leave: () => void) => <RenameMember member={member} onClose={leave} />,
  send() {
    fill(/^氏名/, '新姓 太郎')
    press('保存する')
  },
}
const DIALOGS = [
  ['「見本 太郎」さんの氏名を直す', '保存しました', rename],
  [
    '任期を終える',
    '見本 太郎',
    {
      draw: (leave: () => void) => <EndMembership member={member} onClose={leave} />,
      send: () => press('この日で終える'),
    },
  ],
  [
    '機関を加える',
    '見本の会を加えました',
    {
      draw: (leave: () => void) => <AddOrganisationDialog onClose={leave} />,
      send() {
        fill(/^機関名/, '見本の会')
        fill(/^ふりがな/, 'みほんのかい')
        fireEvent.click(screen.getByRole('checkbox', { name: '医療機関' }))
        press('続けて加える')
      },
    },
  ],
  [
    'ケースを始める',
    '「ケースを開く」は済みました',
    {
      draw: () => <NewCaseForm known={[]} organisations={[ORGANISATION]} ownOrganisationId={ORGANISATION.id} />,
      send() {
        fill(/^呼び名/, 'みずうみ')
        fireEvent.click(screen.getAllByRole('checkbox')[0] as HTMLElement)
        press('ケースを開く')
      },
    },
  ],
  [
    '招集',
    '見本 太郎',
    {
      draw: () => <InviteMore conference={conference} />,
      send() {
        press('招待する人を加える')
        fireEvent.click(screen.getByRole('checkbox'))
        press('名簿に加える')
      },
    },
  ],
] as const

test.for(DIALOGS)('[UI2.43] who leaves while it is under way is told when it was done: %s', async ([, words, it]) => {
  const { server, wasAsked, answer } = slowServer()
  await drawScreen(<Left>{it.draw}</Left>, server)
  await screen.findByRole('main', { hidden: true })
  it.send()
  await wasAsked()
  press('去る')
  press('開く')

  answer(200, { items: [] })

  await waitFor(() => expect(said()).toContain(words))
})

test.for(DIALOGS)(
  '[UI2.43] who leaves while it is under way is told what was refused, and why: %s',
  async ([, , it]) => {
    const { server, wasAsked, answer } = slowServer()
    await drawScreen(<Left>{it.draw}</Left>, server)
    await screen.findByRole('main', { hidden: true })
    it.send()
    await wasAsked()
    press('去る')

    answer(409, { error: 'conflict', detail: { because: 'alreadyEnded' }, traceId: 'trc_1' })

    await waitFor(() => expect(said()).toMatch(/^「.+」はできませんでした。もう終わっています/))
  },
)

test('[UI2.43] where it is not known whether it was done, whoever has left is told to look', async () => {
  const { server, wasAsked, reject } = slowServer()
  await drawScreen(<Left>{rename.draw}</Left>, server)
  rename.send()
  await wasAsked()
  press('去る')

  reject(new TypeError('the network is gone'))

  await waitFor(() => expect(said()).toContain('確かめられません'))
})

test('[UI2.43] what was opened meanwhile stays open, and the next person at the page is told nothing', async () => {
  const { server, wasAsked, answer, isOver } = slowServer()
  await drawScreen(<Left>{rename.draw}</Left>, server)
  rename.send()
  await wasAsked()
  press('去る')
  press('ほかの人が使う')
  press('開く')

  answer(200, { items: [] })
  await isOver()

  expect([said(), screen.queryByLabelText(/^氏名/)]).toEqual(['', expect.anything()])
})

test('[UI2.43] who leaves the question of a step that is refused is told of it', async () => {
  const { server, wasAsked, answer } = slowServer()
  await drawScreen(<ConferenceSteps conference={conference} />, server)
  press('会議を終える')
  press('終える')
  await wasAsked()
  press('やめる')

  answer(409, { error: 'conflict', detail: { because: 'notOpen' }, traceId: 'trc_1' })

  await waitFor(() => expect(said()).toContain('「会議を終える」はできませんでした。会議は開かれていません'))
})
