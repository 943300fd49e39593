import type { AuthorsView, PassageView, WriterView } from '#shared/api/versions.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { WrittenLine, WrittenRun } from '#shared/document/authorship.ts'
import { SERVER_AUTHOR } from '../journal.ts'
import type { Authors } from '../snapshotContent.ts'
import { type WordsOf, writersOf } from './memberWriters.ts'
import type { Version } from './version.ts'

/** A document's writing as it is now, and what is known of its past. */
export interface Written {
  readonly lines: readonly WrittenLine[]
  readonly authors: Authors
  readonly versions: readonly Version[]
  readonly createdAt: Instant
  readonly now: Instant
}

interface Passage {
  readonly text: string
  readonly author: MemberId | null
  readonly from: Instant
  readonly until: Instant
}

/**
 * Who wrote each visible character, and between which two versions: nothing finer is kept, and while people write there
 * is a version at least every ten minutes.
 */
export async function presentAuthors(wordsOf: WordsOf, written: Written): Promise<AuthorsView> {
  const timesOf = writingTimes(written)
  const lines = written.lines.map(({ blockId, runs }) => ({
    blockId,
    passages: joined(runs.flatMap((run) => passagesOf(run, written.authors, timesOf))),
  }))
  const authors = lines.flatMap(({ passages }) => passages.map(({ author }) => author))
  const writerOf = await writersOf(wordsOf, authors)
  const writers: WriterView[] = []
  // There is a version soon after people write, so the end of the span is nearest to when they did.
  const view = ({ text, author, from, until }: Passage): PassageView => ({
    ...{ text, writer: placeAmong(writers, writerOf(author, until)), from, until },
  })
  const shown = lines.map(({ blockId, passages }) => ({ blockId, passages: passages.map(view) }))
  return { writers, lines: shown }
}

/** Where a writer stands among those named so far, at the end when they are new: whoever has moved stands there once for each organisation. */
function placeAmong(writers: WriterView[], writer: WriterView | null): number | null {
  if (writer === null) return null
  const { memberId, organisationName } = writer
  const place = writers.findIndex((other) => other.memberId === memberId && other.organisationName === organisationName)
  return place < 0 ? writers.push(writer) - 1 : place
}

/** One span of a client's clock that was written between two moments. */
interface Span {
  readonly upTo: number
  readonly from: Instant
  readonly until: Instant
}

type SpansOf = (clientId: number) => readonly Span[]

function writingTimes({ versions, createdAt, now }: Written): SpansOf {
  const spans = new Map<number, Span[]>()
  let from = createdAt
  for (const { clocks, madeAt } of versions) {
    for (const [clientId, upTo] of clocks)
      spans.set(clientId, [...(spans.get(clientId) ?? []), { upTo, from, until: madeAt }])
    from = madeAt
  }
  const rest: Span = { upTo: Number.POSITIVE_INFINITY, from, until: now }
  return (clientId) => [...(spans.get(clientId) ?? []), rest]
}

function passagesOf({ text, clientId, clock }: WrittenRun, authors: Authors, spansOf: SpansOf): readonly Passage[] {
  const owner = authors.get(clientId) ?? SERVER_AUTHOR
  const author = owner === SERVER_AUTHOR ? null : owner
  const passages: Passage[] = []
  let start = 0
  for (const { upTo, from, until } of spansOf(clientId)) {
    const end = Math.min(text.length, upTo - clock)
    if (end > start) passages.push({ text: text.slice(start, end), author, from, until })
    start = Math.max(start, end)
  }
  return passages
}

function joined(passages: readonly Passage[]): readonly Passage[] {
  const out: Passage[] = []
  for (const passage of passages) {
    const last = out.at(-1)
    const isSame = last?.author === passage.author && last.from === passage.from && last.until === passage.until
    if (last !== undefined && isSame) out[out.length - 1] = { ...last, text: last.text + passage.text }
    else out.push(passage)
  }
  return out
}
