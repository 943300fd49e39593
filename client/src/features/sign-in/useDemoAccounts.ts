import { useList } from '#client/platform/useList.ts'
import type { DemoAccount } from '#shared/api/session.ts'

export const DEMO_ACCOUNTS_KEY = ['demoAccounts'] as const

/** The seven people of the demo council; nobody where there is none. */
export const useDemoAccounts = (): readonly DemoAccount[] =>
  useList<DemoAccount>({ key: DEMO_ACCOUNTS_KEY, path: '/api/demo-accounts' })
