/** One change that a writer asks for. */
export type Act =
  | { readonly kind: 'put'; readonly id: string; readonly value: number }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'pair'; readonly id: string }
  | { readonly kind: 'transfer'; readonly writer: string }
  | { readonly kind: 'claim'; readonly key: string }

export type FromWriter =
  | { readonly told: 'tried' | 'acknowledged'; readonly lane: string; readonly act: Act }
  | { readonly told: 'paused' }

export type ToWriter = 'go' | 'pause'

export interface Row {
  readonly _id: string
  readonly value?: number
  readonly unique?: string
  readonly tags?: readonly number[]
}

export const ACCOUNTS = ['甲', '乙', '丙'] as const
/** Unit: whatever is moved between the accounts; together it never changes. */
export const TOTAL = 3_000
