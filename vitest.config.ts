// Test settings: unit tests beside the code, kernel tests under test/.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // They need a Docker Engine and a cluster: npm run test:cluster.
    exclude: ['test/cluster/**', 'node_modules/**', 'dist/**'],
    globalSetup: ['test/build-lab-process.ts', 'test/build-probe.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
