// Test settings: unit tests beside the code, kernel tests under test/.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/build-lab-process.ts', 'test/build-probe.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
