import { AGGREGATE_SEQUENCES } from './aggregateSequences.ts'
import { INDEX_SEQUENCES } from './indexSequences.ts'
import { QUERY_SEQUENCES } from './querySequences.ts'
import type { Sequence } from './sequence.ts'
import { TRANSACTION_SEQUENCES } from './transactionSequences.ts'
import { UPDATE_SEQUENCES } from './updateSequences.ts'
import { WRITE_SEQUENCES } from './writeSequences.ts'

export const ALL_SEQUENCES: readonly Sequence[] = [
  ...QUERY_SEQUENCES,
  ...UPDATE_SEQUENCES,
  ...WRITE_SEQUENCES,
  ...INDEX_SEQUENCES,
  ...AGGREGATE_SEQUENCES,
  ...TRANSACTION_SEQUENCES,
]
