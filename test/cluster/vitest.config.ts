// Settings of the tests that need a real Docker Engine and a real cluster: one after another, for they share both.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: ['test/build-dist.ts', 'test/cluster/make-cluster.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
