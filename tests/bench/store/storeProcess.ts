/** A process of its own, as the product's is: the store in its worker, the driver beside it. */
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { load, measure } from './operations.ts'

const startedAt = performance.now()
const store = await startEmbeddedStore({ dir: process.argv[2] ?? '' })
const startMs = performance.now() - startedAt
const client = await MongoClient.connect(store.uri, { maxPoolSize: 32 })

process.on('message', async ({ kind }: { readonly kind: 'load' | 'measure' }) => {
  await client
    .db('bench')
    .collection('found')
    .findOne({ _id: { $exists: false } })
  const startRss = process.memoryUsage.rss()
  if (kind === 'load') await load(client)
  const figures = kind === 'measure' ? await measure(client) : {}
  process.send?.({ kind: 'done', ...figures, startMs, startRss, rss: process.memoryUsage.rss() })
})
process.on('SIGTERM', async () => {
  await client.close()
  await store.close()
  process.exit(0)
})
process.send?.({ kind: 'ready' })
