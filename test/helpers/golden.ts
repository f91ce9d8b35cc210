import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { expect } from "vitest"

/** Compares texts with the files of `folder`/golden; a mismatch says how to accept what is new. */
export function goldenIn(folder: string): (name: string, actual: string) => void {
  const suite = path.relative(path.resolve(import.meta.dirname, "../.."), folder)
  const golden = path.join(folder, "golden")
  return (name, actual) => {
    const file = path.join(golden, name)
    if (process.env["COURSE_REFRESH_GOLDEN"] === "1") {
      mkdirSync(golden, { recursive: true })
      writeFileSync(file, actual)
    }
    const wanted = existsSync(file) ? readFileSync(file, "utf8") : undefined
    const refresh = `COURSE_REFRESH_GOLDEN=1 npx vitest run ${suite}`
    expect(actual, `${suite}/golden/${name} differs. If the new text is right: ${refresh}`).toBe(wanted)
  }
}
