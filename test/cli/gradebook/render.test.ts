import { Ansis } from "ansis"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import { renderShow } from "../../../src/cli/gradebook/render-show.js"
import { renderStudent } from "../../../src/cli/gradebook/render-student.js"
import type { Paper } from "../../../src/cli/gradebook/text.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { DEFAULT_POLICY } from "../../../src/grading/score/grade.js"
import { blocksOf } from "../../../src/grading/score/outline.js"
import { student } from "../../grading/gradebook/sample.js"
import { attempt, OUTLINE, override, score } from "../../grading/score/class.js"

const paper = (width: number): Paper => ({ width, paint: new Ansis(0), unicode: true })

const EVIL = 'Ev\u001b[2Jil\u202e, "O\'Brien"\n=1+1 and a name that is longer than any table has room for'
const rows = [
  score([attempt(1, { "b1.a": "pass", "b1.b": "pass" }), attempt(2, { "b1.a": "error" })], {
    student: student("s1", { name: EVIL }),
  }),
  score([attempt(1, { "b1.a": "error" })], { student: student("s2") }),
  score([attempt(1, { "b1.a": "fail" })], { student: student("s3"), overrides: [override("block1", 3)] }),
]
const VIEW: GradebookView = {
  takenAt: "2026-05-20T10:00:00.000Z",
  rules: "rules",
  blocks: blocksOf(OUTLINE),
  students: rows,
  policy: DEFAULT_POLICY,
}

describe("the gradebook on a terminal", () => {
  it("marks what is not simply proven and tells the reason below", () => {
    const text = renderShow(VIEW, paper(100))
    expect(text).toMatch(/^s2 .* \?$/m)
    expect(text).toContain("Nobody was looked at for b2.")
    expect(text).not.toContain("never tried")
    expect(text).toMatch(/^s1 .*2\/2~/m)
    expect(text).toMatch(/^s3 .*3\/1\*/m)
    expect(text).toContain("s3 block1\n  Set by Anna on 2026-05-20: seen in the lab.")
    expect(text).toContain("Not observed on 2026-05-02")
  })

  it.each([60, 80, 200])("keeps every line within %i columns and lets nothing act on the terminal", (width) => {
    const text = renderShow(VIEW, paper(width)) + rows.map((row) => renderStudent(row, [], paper(width))).join("")
    for (const line of text.split("\n")) {
      expect(stringWidth(line)).toBeLessThanOrEqual(width)
    }
    expect(text).not.toMatch(/[\u001b\u202e]/)
    expect(text).toContain("\\x1b[2J")
  })

  it("shows of a student each check with its state, and who decided what", () => {
    const text = rows.map((row) => renderStudent(row, [], paper(100))).join("\n")
    expect(text).toContain("b1.a  Title of b1.a  1/1, kept")
    expect(text).toContain("Set by Anna on 2026-05-20")
  })

  it("says that there is nobody yet", () => {
    expect(renderShow({ ...VIEW, students: [] }, paper(80))).toContain("no student yet")
  })
})
