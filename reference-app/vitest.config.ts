import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    // Most of them wait for a service more than they compute.
    maxWorkers: availableParallelism() + 1,
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/setup.ts"],
    // Many tests start a whole service; on a busy machine that takes its time.
    testTimeout: 30_000,
  },
})
