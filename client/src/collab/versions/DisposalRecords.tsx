import { useState } from 'react'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import type { DisposalView, WriterView } from '#shared/api/versions.ts'
import { copyToClipboard } from '../clipboard.ts'
import { fill, useCollabWords } from '../words.ts'

/** 廃棄記録, the newest first. */
export function DisposalRecords({ disposals }: { readonly disposals: readonly DisposalView[] }) {
  const words = useCollabWords().disposal
  if (disposals.length === 0) return <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
  return (
    <ol aria-label={words.records} className="flex flex-col gap-3">
      {disposals.toReversed().map((disposal) => (
        <li key={disposal.askedAt} className="flex flex-col gap-2 rounded-8 border border-solid-gray-300 p-3">
          <strong>{disposal.destroyedAt === null ? words.isAsked : words.isDestroyed}</strong>
          <DisposalFacts disposal={disposal} />
        </li>
      ))}
    </ol>
  )
}

/** By what rule and why, who asked and who confirmed, and what is left. */
export function DisposalFacts({ disposal }: { readonly disposal: DisposalView }) {
  const words = useCollabWords()
  const dates = useDates()
  const { rule, reason, askedBy, askedAt, confirmedBy, destroyedAt, sha256 } = disposal
  const by = (member: WriterView | null, at: number) => {
    const name =
      member === null
        ? words.disposal.nobodyKnown
        : fill(words.presence.caret, { name: member.name, organisation: member.organisationName })
    return fill(words.disposal.byAt, { name, at: dates.moment(at) })
  }
  return (
    <Facts
      facts={[
        { term: words.disposal.rule, value: words.disposal.rules[rule] },
        ...(reason === null ? [] : [{ term: words.disposal.reason, value: reason }]),
        { term: words.disposal.asked, value: by(askedBy, askedAt) },
        ...(destroyedAt === null ? [] : [{ term: words.disposal.confirmed, value: by(confirmedBy, destroyedAt) }]),
        ...(sha256 === null ? [] : [{ term: words.disposal.hash, value: <Hash sha256={sha256} /> }]),
      ]}
    />
  )
}

/** The hash of the final text, to be read, selected or copied. */
export function Hash({ sha256 }: { readonly sha256: string }) {
  const words = useCollabWords().disposal
  const [said, setSaid] = useState('')
  const copy = async () => setSaid((await copyToClipboard(sha256)) ? words.copied : words.notCopied)
  return (
    <span className="flex flex-col items-start gap-1">
      <code className="select-all break-all font-mono">{sha256}</code>
      <Button kind="secondary" size="compact" onPress={() => void copy()}>
        {words.copyHash}
      </Button>
      <span role="status" className="text-dns-14N-130 empty:hidden">
        {said}
      </span>
    </span>
  )
}
