import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService, devServiceStart } from "../library/dev-service.js"

export default defineCheck({
  id: "b5.dev-run",
  title: "The service starts on dev and answers within 15 seconds",
  host: "dev",
  during: devService,
  probes: { start: devServiceStart() },
  judge: ({ start }, { settings }) =>
    expect(start.exitCode === 0, {
      message: "The service on dev does not come up.",
      expected: `GET /health on port ${settings.devPort} answers within 15 s`,
      actual: "it does not",
      excerpt: start.stdout.trim().split("\n").slice(-8).join("\n") || "(it printed nothing)",
    }),
  hint: "Start it by hand from the root of the repository and read the first error; started from another folder, imports and .env are not found.",
})
