import fc from "fast-check"
import { expect, it } from "vitest"
import { fileNames } from "../../../src/grading/export/file-names.js"
import { anyText } from "../../helpers/gradebook-arbitrary.js"

const HOSTILE = [
  "../../etc/passwd",
  "..",
  ".",
  "",
  "a/b",
  "a\\b",
  "CON",
  "con",
  "nul.txt",
  "S001",
  "s001",
  "ß",
  "é",
  "e\u0301",
  "\u0000",
  "a".repeat(300),
  "-rf",
  "~root",
  "$(id)",
  "x.",
  " x",
]

it("gives each id a name of its own that is a file name everywhere", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(anyText, fc.constantFrom(...HOSTILE)), { maxLength: 30 }), (ids) => {
      const names = [...fileNames(ids).values()]
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length)
      for (const name of names) {
        expect(name).toMatch(/^[a-z0-9][a-z0-9._~-]*$/)
        expect(name.length).toBeLessThanOrEqual(120)
        expect(name).not.toMatch(/\.\.|^(con|nul|prn|aux)(\.|$)|\.$/)
      }
    }),
  )
})

it("keeps ids that can be file names, and what can be read of the others", () => {
  const names = fileNames(["s001", "anna.weber", "Jürgen Groß"])
  expect([...names.values()]).toEqual(["s001", "anna.weber", expect.stringMatching(/^ju-rgen-gro~[0-9a-f]{16}$/)])
})
