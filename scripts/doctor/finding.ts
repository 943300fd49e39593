/** One line of the doctor's: what was looked at, how it is, and what mends it. */
export interface Finding {
  readonly level: 'good' | 'notice' | 'bad'
  /** Japanese, then English. */
  readonly says: string
  /** null where there is nothing to mend. */
  readonly mend: string | null
}

export const good = (says: string): Finding => ({ level: 'good', says, mend: null })
export const notice = (says: string, mend: string | null = null): Finding => ({ level: 'notice', says, mend })
export const bad = (says: string, mend: string): Finding => ({ level: 'bad', says, mend })

const SIGNS = { good: '○', notice: '△', bad: '✗' } as const

export const lineOf = ({ level, says, mend }: Finding): string =>
  `${SIGNS[level]} ${says}${mend === null ? '' : `\n   → ${mend}`}`
