import { type Alignment, alignSequences } from './alignSequences.ts'
import type { ExtractMark, ExtractText } from './extract.ts'
import { wordsOf } from './words.ts'

/** A run of text with the same marks and the same fate. */
export interface DifferenceText {
  readonly type: 'text'
  readonly text: string
  readonly marks: readonly ExtractMark[]
  readonly change: 'same' | 'added' | 'removed'
}

type Word = ExtractText

/**
 * What became of a line of text, word by word; a word whose marks are others now was taken out and put in. A single
 * character that stayed between changed words is counted to them: a sentence of crumbs cannot be read.
 */
export function compareText(before: readonly ExtractText[], after: readonly ExtractText[]): readonly DifferenceText[] {
  const [was, is] = [wordsIn(before), wordsIn(after)]
  const pairs = withoutCrumbs(alignSequences(was.map(keyOf), is.map(keyOf)), was, is)
  const runs: DifferenceText[] = []
  let [beforeFrom, afterFrom] = [0, 0]
  for (const [beforeTo, afterTo] of [...pairs, [was.length, is.length] as const]) {
    for (const word of was.slice(beforeFrom, beforeTo)) put(runs, { ...word, change: 'removed' })
    for (const word of is.slice(afterFrom, afterTo)) put(runs, { ...word, change: 'added' })
    const same = is[afterTo]
    if (same !== undefined) put(runs, { ...same, change: 'same' })
    beforeFrom = beforeTo + 1
    afterFrom = afterTo + 1
  }
  return runs
}

const wordsIn = (runs: readonly ExtractText[]): readonly Word[] =>
  runs.flatMap((run) => wordsOf(run.text).map((text) => ({ ...run, text })))

const keyOf = ({ text, marks }: Word): string => (marks.length === 0 ? text : `${text}\u0000${JSON.stringify(marks)}`)

function put(runs: DifferenceText[], run: DifferenceText): void {
  const last = runs.at(-1)
  const joins = last?.change === run.change && JSON.stringify(last.marks) === JSON.stringify(run.marks)
  if (last !== undefined && joins) runs[runs.length - 1] = { ...last, text: last.text + run.text }
  else runs.push(run)
}

function withoutCrumbs(pairs: Alignment, before: readonly Word[], after: readonly Word[]): Alignment {
  const isChangedBetween = (left: number, right: number): boolean => {
    const [beforeLeft, afterLeft] = pairs[left] ?? [-1, -1]
    const [beforeRight, afterRight] = pairs[right] ?? [before.length, after.length]
    return beforeRight - beforeLeft > 1 || afterRight - afterLeft > 1
  }
  return pairs.filter(([, place], at) => {
    if ((after[place]?.text.length ?? 0) > 1) return true
    return !(isChangedBetween(at - 1, at) && isChangedBetween(at, at + 1))
  })
}
