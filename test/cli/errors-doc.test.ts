import { readFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { ERROR_CODES } from "../../src/errors/codes.js"

const text = readFileSync(path.join(import.meta.dirname, "../../ERRORS.md"), "utf8")
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = "", ...body] = section.split("\n")
      return [title.trim(), body.join("\n")] as const
    }),
)

describe("ERRORS.md", () => {
  it("has a section for each code, in order, and for nothing else", () => {
    expect([...sections.keys()]).toEqual(Object.keys(ERROR_CODES))
  })

  it.each(Object.entries(ERROR_CODES))(
    "says of %s what it means, how it ends and what to do",
    (code, { exit, meaning }) => {
      const section = sections.get(code) ?? ""
      expect(section).toContain(`${meaning} Exit code ${exit}.`)
      expect(section).toMatch(/\*\*What to do:\*\* \S/)
    },
  )
})
