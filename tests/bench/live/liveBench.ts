import type { Bench } from '../bench.ts'
import { fanOut, ingest } from './capacity.ts'
import { cold } from './cold.ts'
import { firstVisit } from './firstVisit.ts'
import { idle } from './idle.ts'
import { latency } from './latency.ts'
import { paint } from './paint.ts'
import { saved } from './saved.ts'
import { screen } from './screen.ts'

/** Three of them are measured on, where there is one. */
const hasMongod = (process.env.MONGOD_BINARY ?? '') !== ''

export const liveBench: Bench = {
  heading: 'Live documents',
  opening:
    'Tsunagi is the whole product with its embedded store on disk; only what one person or address may use is lifted, since a handful of processes stands for a region. Peers and clients are processes of their own, replica to replica, on one machine, measured in turn within the same run. Only Tsunagi has saved what it acknowledges; no peer has saved what it relays.',
  scenarios: [latency, ...(hasMongod ? [saved] : []), cold, fanOut, ingest, idle, screen, paint, firstVisit],
}
