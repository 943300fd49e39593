import type { Page } from 'playwright-core'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'

/** Where the demo's case that has a conference under way is shown. */
export const KAMOME = `/cases/${demoCaseId('かもめ')}`

/** One that the server takes. */
export const PASSWORD = '月夜の港に船が三そう並ぶ夜'.padEnd(16, '々')

/** Fills in what opening a case asks for, and does not send it. */
export async function fillNewCase(page: Page, address: string, callName: string): Promise<void> {
  await page.goto(`${address}/cases/new`)
  await page.getByLabel(/^呼び名/).fill(callName)
  await page.getByRole('group').locator('label').first().click()
}

const triesOf = new Map<string, number>()

/** A name that stands nowhere yet: a test that is tried once more meets what it did before. */
export function freshName(name: string): string {
  const tries = (triesOf.get(name) ?? 0) + 1
  triesOf.set(name, tries)
  return tries === 1 ? name : `${name}${tries}`
}
