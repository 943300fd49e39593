import { addDays, type PlainDate } from '#shared/core/time.ts'

/** 同意の取り方: on a signed sheet (様式第4号), or by word, which a signed sheet is to follow. */
export const CONSENT_WAYS = ['inWriting', 'spoken'] as const
export type ConsentWay = (typeof CONSENT_WAYS)[number]

/** 本人同意: how the person has agreed, when and to what end. */
export interface Consent {
  readonly way: ConsentWay
  readonly on: PlainDate
  /** 利用目的, in words that the person was told. */
  readonly purpose: string
  /** 書面追完待ち: the last day on which one by word holds without the signed sheet; null for one that was given on a sheet. */
  readonly paperBy: PlainDate | null
  /** The day of the signed sheet that followed; left out until it has come. */
  readonly paperOn?: PlainDate | undefined
}

/** How long one by word may hold before its sheet has come. Unit: days. */
export const PAPER_WITHIN_DAYS = 30

/** The day by which the signed sheet of a consent by word has to come; null where it has, or none is waited for. */
export const paperAwaitedBy = (consent: Consent | undefined): PlainDate | null =>
  consent === undefined || consent.paperOn !== undefined ? null : consent.paperBy

/** Which of its days cannot be, of a consent that is recorded today for what is told from a day on; null where all can. */
export function wrongConsentDay(
  { way, on, paperBy }: Consent,
  { today, from }: { readonly today: PlainDate; readonly from: PlainDate },
): 'on' | 'paperBy' | null {
  if (on > today || on > from) return 'on'
  if ((way === 'spoken') !== (paperBy !== null)) return 'paperBy'
  return paperBy !== null && (paperBy < today || paperBy > addDays(on, PAPER_WITHIN_DAYS)) ? 'paperBy' : null
}
