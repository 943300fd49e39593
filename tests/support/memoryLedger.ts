import type { CouncilId } from '#shared/core/ids.ts'

/** A ledger that is gone with the test. */
export function memoryLedger<Item extends { readonly id: string; readonly councilId: CouncilId }>() {
  const kept = new Map<string, Item>()
  return {
    read: async (): Promise<readonly Item[]> => [...kept.values()],
    async keep(items: readonly Item[]): Promise<void> {
      for (const item of items) kept.set(item.id, item)
    },
    async replaceAll(items: readonly Item[]): Promise<void> {
      kept.clear()
      await this.keep(items)
    },
    async forget(councilId: CouncilId): Promise<void> {
      for (const item of [...kept.values()]) if (item.councilId === councilId) kept.delete(item.id)
    },
  }
}
