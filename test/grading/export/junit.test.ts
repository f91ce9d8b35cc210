import { XMLParser, XMLValidator } from "fast-xml-parser"
import fc from "fast-check"
import { expect, it, vi } from "vitest"
import { renderStudentJunit } from "../../../src/grading/export/junit.js"
import { anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

// A property is tried on many gradebooks, also on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

it("is XML that says how many checks passed, whatever a student is called", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      for (const row of view.students) {
        const text = renderStudentJunit(row, view)
        expect(XMLValidator.validate(text)).toBe(true)
        const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" })
        const { testsuites } = parser.parse(text) as { testsuites: Record<string, string> }
        expect(testsuites).toMatchObject({
          tests: "2",
          failures: String(row.checks.filter(({ status }) => status === "fail").length),
        })
      }
    }),
    { numRuns: 25 },
  )
})

it("has a suite per block with points, state and reason", () => {
  const view = sampleView()
  const row = view.students[3]
  if (!row) throw new Error("there is no fourth student")
  const text = renderStudentJunit(row, view)
  expect(text.match(/<testsuite /g)).toHaveLength(3)
  expect(text).toContain('<property name="state" value="overridden"/><property name="points" value="9.5 of 10"/>')
  expect(text).toContain("Set to 9.5 by m.weber on 2026-06-28: Shown in person")
})
