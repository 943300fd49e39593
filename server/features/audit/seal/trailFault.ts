import type { TrailFaultKind } from '#shared/api/audit.ts'

export interface TrailFault {
  readonly kind: TrailFaultKind
  /** null where it is not known of which chain it is: a head on paper names none. */
  readonly chain: string | null
  /** The first place that is wrong, from 1. */
  readonly index: number
  /** The record or the checkpoint it is about, as far as there is one. */
  readonly about?: string
}

/** Japanese, then English. */
export const FAULT_WORDS: Readonly<Record<TrailFaultKind, string>> = {
  deleted: '記録が消されています / the record was deleted',
  edited:
    '記録が書き換えられたか、この直前の記録が抜かれて番号が詰められています / the record was edited, or one before it taken out and the rest renumbered',
  backdated:
    '封印された時よりずっと前の日時の記録が入れられています / a record was put in under a time long before it was sealed',
  inserted: '封印されていない記録が差し込まれています / a record was inserted',
  sealMissing: '封印が抜かれています / seals were taken out',
  swapped: '記録の順番が入れ替えられています / records were swapped',
  truncated: 'ここから後が切り取られています / everything from here on was cut off',
  refilled: 'ここから後が切り取られ、別の記録で埋められています / everything from here on was cut off and filled anew',
  restamped: '封印がはじめから作り直されています / the whole chain was made anew',
  redated:
    '確認点の日時が、外に保管したものと違います / a checkpoint has another time than the one that is kept outside',
  forged: '署名が合わない確認点があります / a checkpoint is not signed by this key',
}

/** One line: the chain, the first bad place, what is wrong in words. */
export const faultLine = ({ kind, chain, index, about }: TrailFault): string =>
  `✗ ${chain ?? '（紙の控え / paper head）'} ${index}: ${FAULT_WORDS[kind]}${about === undefined ? '' : `（${about}）`}`
