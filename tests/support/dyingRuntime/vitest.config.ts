import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** A death leaves the other files of the project undone too. */
const ONE_PROCESS = { isolate: false, fileParallelism: false }

/** Tests that are not part of the suite: what becomes of them is what `scripts/countTests.test.ts` looks at. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    projects: [
      { test: { name: 'dies', include: ['dies.test.ts', 'passes.test.ts'], ...ONE_PROCESS } },
      { test: { name: 'diesAfterFailure', include: ['diesAfterFailure.test.ts', 'passes.test.ts'], ...ONE_PROCESS } },
      { test: { name: 'fails', include: ['fails.test.ts'], ...ONE_PROCESS } },
      { test: { name: 'wavers', include: ['fails.test.ts'], retry: 1, ...ONE_PROCESS } },
    ],
  },
})
