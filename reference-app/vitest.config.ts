import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    // They wait for a service about as much as they compute; vitest would leave one of two cores idle.
    maxWorkers: Math.max(2, availableParallelism()),
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/setup.ts"],
    // Many tests start a whole service; on a busy machine that takes its time.
    testTimeout: 30_000,
  },
})
