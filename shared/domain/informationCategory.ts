/** 情報の項目: what may be shared is agreed for each. Source: 様式第4号（個人情報の取扱い及び情報共有に関する同意書）. */
export const INFORMATION_CATEGORIES = [
  'basic',
  'housing',
  'employment',
  'welfare',
  'health',
  'addiction',
  'family',
  'money',
  'justice',
  'other',
] as const
export type InformationCategory = (typeof INFORMATION_CATEGORIES)[number]

/** 支援ニーズの分野. */
export const NEED_CATEGORIES = [
  'housing',
  'employment',
  'welfare',
  'medical',
  'addiction',
  'education',
  'family',
  'money',
  'justice',
  'documents',
  'relation',
  'transport',
  'other',
] as const
export type NeedCategory = (typeof NEED_CATEGORIES)[number]

/** Which item of what may be shared a need speaks of: that somebody has it is told to whoever holds that item, and to nobody else. */
export const CATEGORY_OF_NEED: Readonly<Record<NeedCategory, InformationCategory>> = {
  housing: 'housing',
  employment: 'employment',
  welfare: 'welfare',
  medical: 'health',
  addiction: 'addiction',
  education: 'employment',
  family: 'family',
  money: 'money',
  justice: 'justice',
  documents: 'basic',
  relation: 'family',
  transport: 'other',
  other: 'other',
}
