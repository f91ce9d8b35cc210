import { readFileSync } from "node:fs"
import path from "node:path"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { gradebookSchema, parseJson, renderJson } from "../../../src/grading/export/json.js"
import { anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

// A property is tried on many gradebooks, also on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

describe("a gradebook as JSON", () => {
  it("read back is the gradebook that was written, to the last field", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(parseJson([...renderJson(view)].join(""))).toStrictEqual(view)
      }),
      { numRuns: 20 },
    )
  })

  it("names its schema and says null where there is nothing", () => {
    const text = [...renderJson(sampleView())].join("")
    expect(text).toMatch(/^\{"schema":"course.gradebook\/1",/)
    expect(text).toContain('"override":null')
    expect(text.split("\n")).toHaveLength(15)
  })

  it.each([
    ["{", /no JSON/],
    ["[]", /no course.gradebook\/1/],
    ['{"schema":"course.gradebook/2"}', /no course.gradebook\/1: schema/],
  ])("%s is refused", (text, message) => {
    expect(() => parseJson(text)).toThrow(message)
  })
})

it("templates/gradebook.schema.json is the schema of the code; `npm run build` writes it", () => {
  const file = path.join(import.meta.dirname, "../../../templates/gradebook.schema.json")
  expect(readFileSync(file, "utf8")).toBe(gradebookSchema())
})
