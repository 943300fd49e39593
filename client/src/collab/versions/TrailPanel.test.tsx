import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { DisposalListView, DisposalView } from '#shared/api/versions.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { TrailPanel } from './TrailPanel.tsx'

const DOCUMENT = fixedId('document', 1)
const LIST = `GET /api/documents/${DOCUMENT}/trail-destruction`
const ASK = `POST /api/documents/${DOCUMENT}/trail-destruction`
const CONFIRM = `${ASK}/confirmation`
const TITLE = '第1回 個別ケース会議'
const [ASKER, CONFIRMER] = [fixedId('member', 1), fixedId('member', 2)]
const HASH = 'a1'.repeat(32)

const asked: DisposalView = {
  rule: 'councilRule',
  reason: '会議録の確定',
  askedBy: { memberId: ASKER, name: 'Bさん', organisationName: 'みなと市' },
  askedAt: 1_795_000_000_000,
  confirmedBy: null,
  destroyedAt: null,
  sha256: null,
}
const done: DisposalView = {
  ...asked,
  confirmedBy: { memberId: CONFIRMER, name: 'Dさん', organisationName: 'みなと市' },
  destroyedAt: 1_795_000_100_000,
  sha256: HASH,
}

const listed = (items: readonly DisposalView[], can: DisposalListView['can']) => ({
  status: 200,
  body: { items, next: null, can } satisfies DisposalListView,
})

async function open(memberId: string, answers: Parameters<typeof fakeServer>[0]) {
  const server = fakeServer(answers)
  await drawScreen(<TrailPanel documentId={DOCUMENT} title={TITLE} memberId={memberId} />, server)
  fireEvent.click(screen.getByRole('button', { name: '作業の跡の廃棄' }))
  await screen.findByText('永久になくなるもの')
  return server
}

const submit = (form: string) => fireEvent.submit(screen.getByRole('form', { name: form }))

test('[LD9.3] a destruction is asked for with a ground and a reason, and not by one’s own confirmation', async () => {
  const answers = { [LIST]: listed([], { ask: true, confirm: true }), [ASK]: { status: 201, body: null } }
  const server = await open(ASKER, answers)
  fireEvent.click(screen.getByRole('button', { name: '廃棄を依頼する' }))
  submit('廃棄を依頼する')
  await screen.findByText(/理由を200字までで入力してください/)
  const sentWithout = server.sent.filter(({ line }) => line === ASK)
  fireEvent.click(screen.getByRole('radio', { name: '協議会の文書の決まり' }))
  fireEvent.change(screen.getByRole('textbox', { name: /^理由/ }), { target: { value: ' 会議録の確定 ' } })

  answers[LIST] = listed([asked], { ask: true, confirm: true })
  submit('廃棄を依頼する')

  await screen.findByText(/廃棄を依頼しました/)
  expect(sentWithout).toEqual([])
  expect(server.sent.find(({ line }) => line === ASK)?.body).toEqual({ rule: 'councilRule', reason: '会議録の確定' })
  await screen.findByText(/自分の依頼は自分で確かめられません/)
  expect(screen.getByRole('button', { name: '廃棄する' }).getAttribute('aria-disabled')).toBe('true')
})

test('[LD9.3] nothing is destroyed until the exact name is typed; then the hash stands there and the keyboard beside it', async () => {
  const answers = {
    [LIST]: listed([asked], { ask: false, confirm: true }),
    [CONFIRM]: { status: 204, body: null },
  }
  const server = await open(CONFIRMER, answers)
  fireEvent.click(screen.getByRole('button', { name: '廃棄する' }))
  const name = screen.getByRole('textbox', { name: /^会議の名前/ })
  fireEvent.change(name, { target: { value: '第1回' } })
  submit('作業の跡を廃棄する')
  await screen.findByText(/会議の名前と違います/)
  const sentBefore = server.sent.filter(({ line }) => line === CONFIRM)
  fireEvent.change(name, { target: { value: TITLE } })

  answers[LIST] = listed([done], { ask: false, confirm: true })
  submit('作業の跡を廃棄する')

  await screen.findByText(/作業の跡を廃棄しました/)
  expect(sentBefore).toEqual([])
  expect(server.sent.filter(({ line }) => line === CONFIRM)).toHaveLength(1)
  await waitFor(() => expect(document.activeElement?.textContent).toContain(HASH))
})

test('[LD9.3] a destruction that is refused says why in a sentence, and what was typed stays', async () => {
  const refusal = { error: 'conflict', detail: { because: 'samePerson' }, traceId: 'trace' }
  await open(CONFIRMER, {
    [LIST]: listed([asked], { ask: false, confirm: true }),
    [CONFIRM]: { status: 409, body: refusal },
  })
  fireEvent.click(screen.getByRole('button', { name: '廃棄する' }))
  const name = screen.getByRole('textbox', { name: /^会議の名前/ })
  fireEvent.change(name, { target: { value: TITLE } })

  submit('作業の跡を廃棄する')

  await screen.findByText(/依頼した本人は廃棄できません/)
  expect(name).toHaveProperty('value', TITLE)
})

test('[LD7.8] a request that took the place of the one shown is refused, shown, and waits for the name to be typed again', async () => {
  const answers = {
    [LIST]: listed([asked], { ask: false, confirm: true }),
    [CONFIRM]: { status: 409, body: { error: 'conflict', detail: { because: 'otherAsked' }, traceId: 'trace' } },
  }
  const server = await open(CONFIRMER, answers)
  fireEvent.click(screen.getByRole('button', { name: '廃棄する' }))
  fireEvent.change(screen.getByRole('textbox', { name: /^会議の名前/ }), { target: { value: TITLE } })
  const anew = { ...asked, reason: '本人から申し出があった', askedAt: asked.askedAt + 1 }

  answers[LIST] = listed([anew], { ask: false, confirm: true })
  submit('作業の跡を廃棄する')

  const dialog = within(screen.getByRole('dialog'))
  await dialog.findByText('本人から申し出があった')
  dialog.getByText(/別の依頼に替わりました/)
  expect(server.sent.filter(({ line }) => line === CONFIRM).map(({ body }) => body)).toEqual([
    { askedAt: asked.askedAt },
  ])
  expect(dialog.getByRole('textbox', { name: /^会議の名前/ })).toHaveProperty('value', '')
})

test('[LD9.3] whoever only reads sees what was destroyed, by whom and the hash, and no button for it', async () => {
  await open(fixedId('member', 3), { [LIST]: listed([done], { ask: false, confirm: false }) })

  expect(screen.getByText(HASH)).toBeDefined()
  expect(screen.getByText(/^Dさん/)).toBeDefined()
  expect(screen.queryByRole('button', { name: /廃棄を依頼する|廃棄する|依頼し直す/ })).toBeNull()
})
