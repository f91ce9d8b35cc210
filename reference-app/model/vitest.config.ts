import { defineConfig } from "vitest/config"

export default defineConfig({
  // Scripts are run as processes, which takes a while where the machine has other work as well.
  test: { include: ["test/**/*.test.ts"], testTimeout: 120_000 },
})
