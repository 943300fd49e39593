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

/** 支援ニーズの分野.. */
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
