import { defineConfig } from 'vitest/config'

const skipped = ['**/node_modules/**', 'dist/**', 'fixtures/**', 'playground/**', '.corpus/**']

/**
 * Four projects: `fast` is what `npm test` runs; `slow` holds the suites that build whole apps or big inputs,
 * in files named `*.slow.test.ts` or under `test/slow/`; `toolchains` builds the examples of `playground/` with
 * uni-app, Taro, mpx and the others; `fuzz` (`npm run test:fuzz`) runs programs made at random with
 * fixed seeds against the report; `FUZZ_SEED` takes others.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...skipped, 'test/slow/**', 'test/**/*.slow.test.ts', 'test/**/*.fuzz.test.ts'],
          setupFiles: ['test/setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Programs made at random, run, and compared with the report: nothing may be told wrong.
        test: {
          name: 'fuzz',
          include: ['test/**/*.fuzz.test.ts'],
          exclude: skipped,
          setupFiles: ['test/setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['test/slow/**/*.test.ts', 'test/**/*.slow.test.ts'],
          exclude: [...skipped, 'test/toolchains/**'],
          setupFiles: ['test/setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // Real builds with the toolchains themselves, which are installed for it (`npm run test:toolchains`).
        test: {
          name: 'toolchains',
          include: ['test/toolchains/**/*.slow.test.ts'],
          exclude: skipped,
          setupFiles: ['test/setup.ts'],
          globalSetup: ['test/toolchains/support/setup.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
