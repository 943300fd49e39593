/** A process of its own that holds the store of a folder, for a test that kills it. Says when it is ready. */
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

const { uri } = await startEmbeddedStore({ dir: process.argv[2] ?? '' })
process.send?.(uri)
process.on('disconnect', () => process.exit())
