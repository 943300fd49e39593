import type { ErasureLedger } from '#server/features/disposal/disposalStore.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'

/** A ledger of erased cases that is gone with the test. */
export function memoryLedger(): ErasureLedger {
  const kept = new Map<string, ErasedCase>()
  return {
    read: async () => [...kept.values()],
    async keep(records) {
      for (const record of records) kept.set(record.id, record)
    },
    async forget(councilId) {
      for (const record of [...kept.values()]) if (record.councilId === councilId) kept.delete(record.id)
    },
  }
}
