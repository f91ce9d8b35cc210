import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { expect } from "vitest"

const REFRESH = "COURSE_REFRESH_GOLDEN=1 npx vitest run test/reporters"
const folder = path.join(import.meta.dirname, "golden")

/** Compares with test/reporters/golden/NAME; a mismatch says how to accept what is new. */
export function expectGolden(name: string, actual: string): void {
  const file = path.join(folder, name)
  if (process.env["COURSE_REFRESH_GOLDEN"] === "1") {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, actual)
  }
  const wanted = existsSync(file) ? readFileSync(file, "utf8") : undefined
  expect(actual, `test/reporters/golden/${name} differs. If the new text is right: ${REFRESH}`).toBe(wanted)
}
