import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

export interface TestStore {
  readonly uri: string
  close(): Promise<void>
}

/** A store of the test file's own: a database of the server at `MONGODB_URI` when that is set, or else the embedded store in memory. */
export async function startTestStore(): Promise<TestStore> {
  const given = process.env.MONGODB_URI
  if (given === undefined || given === '') return startEmbeddedStore({ memory: true })
  return { uri: given, close: async () => undefined }
}
