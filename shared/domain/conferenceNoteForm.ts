/** One heading of a form: its key, which never changes, and its words, which a council may. */
export interface FormHeading {
  readonly sectionKey: string
  readonly title: string
}

/**
 * The headings under which a case conference’s note is written, in the order of the form.
 *
 * Source: 様式第7号（ケース会議録）, 1 to 9.
 */
export const CONFERENCE_NOTE_FORM: readonly FormHeading[] = [
  { sectionKey: 'previousDecisions', title: '1 前回の決定事項の確認' },
  { sectionKey: 'situation', title: '2 状況報告・新たな情報' },
  { sectionKey: 'assessment', title: '3 評価・課題' },
  { sectionKey: 'policy', title: '4 支援方針' },
  { sectionKey: 'roles', title: '5 役割分担（何を／だれが／いつまでに）' },
  { sectionKey: 'lead', title: '6 主担当機関・主たる支援者' },
  { sectionKey: 'advice', title: '7 アドバイザーの助言と対応' },
  { sectionKey: 'held', title: '8 保留・継続協議' },
  { sectionKey: 'next', title: '9 次回予定' },
]
