import { useEffect, useRef, useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { Disclosure } from '#client/ui/Disclosure.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import type { DisposalListView, DisposalView } from '#shared/api/versions.ts'
import { useCollabWords } from '../words.ts'
import { AskDisposal } from './AskDisposal.tsx'
import { ConfirmDisposal } from './ConfirmDisposal.tsx'
import { DisposalRecords, Hash } from './DisposalRecords.tsx'
import { useDisposals } from './useDisposals.ts'

interface Props {
  readonly documentId: string
  readonly title: string
  /** Who looks: nobody confirms what they asked for themselves. */
  readonly memberId: string
}

/** 「作業の跡の廃棄」: what was destroyed of how a text came to be, and, for those who may, asking for it and doing it. */
export function TrailPanel({ isOpenAtFirst = false, ...props }: Props & { readonly isOpenAtFirst?: boolean }) {
  return (
    <Disclosure title={useCollabWords().disposal.title} isOpenAtFirst={isOpenAtFirst}>
      <OpenTrail {...props} />
    </Disclosure>
  )
}

type Shown =
  | { readonly kind: 'asking' }
  | { readonly kind: 'confirming'; readonly disposal: DisposalView }
  | { readonly kind: 'destroyed'; readonly askedAt: number }

function OpenTrail({ documentId, title, memberId }: Props) {
  const words = useCollabWords().disposal
  const disposals = useDisposals(documentId)
  const [shown, setShown] = useState<Shown | null>(null)
  if (disposals.data === undefined) {
    if (disposals.isError) return <FailureNotice failure={disposals.error} title={words.cannotRead} />
    return <Progress label={words.reading} />
  }
  const close = () => setShown(null)
  const showWaiting = async () => {
    const waiting = waitingIn((await disposals.refetch()).data?.items ?? [])
    if (waiting !== undefined) setShown({ kind: 'confirming', disposal: waiting })
  }
  const destroyed =
    shown?.kind === 'destroyed' ? disposals.data.items.find(({ askedAt }) => askedAt === shown.askedAt) : undefined
  return (
    <section aria-label={words.title} className="flex flex-col gap-5 rounded-12 border border-solid-gray-420 p-4">
      {shown?.kind === 'destroyed' && <Destroyed sha256={destroyed?.sha256 ?? null} />}
      <WhatGoes />
      <Steps disposals={disposals.data} memberId={memberId} onStep={setShown} />
      <DisposalRecords disposals={disposals.data.items} />
      {shown?.kind === 'asking' && <AskDisposal documentId={documentId} title={title} onClose={close} />}
      {shown?.kind === 'confirming' && (
        <ConfirmDisposal
          documentId={documentId}
          title={title}
          disposal={shown.disposal}
          onDone={() => setShown({ kind: 'destroyed', askedAt: shown.disposal.askedAt })}
          onRefused={showWaiting}
          onClose={close}
        />
      )}
    </section>
  )
}

/** The request that nobody has confirmed yet. */
const waitingIn = (items: readonly DisposalView[]): DisposalView | undefined =>
  items.findLast(({ destroyedAt }) => destroyedAt === null)

function WhatGoes() {
  const words = useCollabWords().disposal
  return (
    <>
      <Lines title={words.goes} lines={[words.goesVersions, words.goesAuthors, words.goesDeleted]} />
      <Lines title={words.stays} lines={[words.staysText, words.staysRecord, words.staysBackups]} />
      <p>{words.byTwo}</p>
    </>
  )
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <p className="font-bold">{title}</p>
      <ul className="list-disc pl-6">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

interface StepsProps {
  readonly disposals: DisposalListView
  readonly memberId: string
  readonly onStep: (shown: Shown) => void
}

/** What this member may do next; what they may and cannot do yet stays, with the reason. */
function Steps({ disposals: { items, can }, memberId, onStep }: StepsProps) {
  const words = useCollabWords().disposal
  const asked = waitingIn(items)
  const isOwn = asked?.askedBy?.memberId === memberId
  if (!can.ask && !can.confirm) return null
  return (
    <div className="flex flex-wrap items-start gap-3">
      {can.ask && (
        <Button kind="secondary" onPress={() => onStep({ kind: 'asking' })}>
          {asked === undefined ? words.ask : words.askAgain}
        </Button>
      )}
      {can.confirm && (
        <Button
          kind="danger"
          unavailableBecause={asked === undefined ? words.notAsked : isOwn ? words.ownAsking : undefined}
          onPress={() => asked !== undefined && onStep({ kind: 'confirming', disposal: asked })}
        >
          {words.confirm}
        </Button>
      )}
    </div>
  )
}

/** That it is done; takes the focus, since the dialog it was done in and the button that opened it are gone. */
function Destroyed({ sha256 }: { readonly sha256: string | null }) {
  const words = useCollabWords().disposal
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1}>
      <Notice tone="success" title={words.destroyed} isNews>
        {sha256 !== null && <Hash sha256={sha256} />}
      </Notice>
    </div>
  )
}
