import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/setup.ts"],
    // Many tests start a whole service; on a busy machine that takes its time.
    testTimeout: 30_000,
  },
})
