import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import {
  type EmbeddedStore,
  type StoreSettings,
  startEmbeddedStore,
} from '#server/embedded-store/startEmbeddedStore.ts'

export interface OpenFolder {
  readonly client: MongoClient
  readonly store: EmbeddedStore
  close(): Promise<void>
}

/** A throw-away data folder; dispose of it at the end of the test. */
export function aFolder(): { readonly dir: string } & Disposable {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-store-test-'))
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) }
}

/** The store of a folder and a driver on it. */
export async function openFolder(dir: string, settings: StoreSettings = {}): Promise<OpenFolder> {
  const store = await startEmbeddedStore({ dir }, settings)
  const client = await MongoClient.connect(store.uri)
  return {
    client,
    store,
    async close() {
      await client.close()
      await store.close()
    },
  }
}
