import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests that are not part of the suite: what becomes of them is what `scripts/countTests.test.ts` looks at. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    projects: ['dies', 'diesAfterFailure', 'fails'].map((name) => ({
      test: { name, include: [`${name}.test.ts`, 'passes.test.ts'] },
    })),
  },
})
