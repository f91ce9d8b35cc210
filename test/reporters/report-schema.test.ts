import { readFileSync } from "node:fs"
import path from "node:path"
import { expect, it } from "vitest"
import { reportSchema } from "../../src/reporters/report-schema.js"

it("templates/report.schema.json is the schema of the code; `npm run build` writes it", () => {
  expect(readFileSync(path.join(import.meta.dirname, "../../templates/report.schema.json"), "utf8")).toBe(
    reportSchema(),
  )
})
