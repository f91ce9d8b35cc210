import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { fromCellText, fromCsvText, toCellText, toCsvText } from "../../../src/grading/export/cell-text.js"
import { parseCsv, renderCsv } from "../../../src/grading/export/csv.js"
import { isComplete } from "../../../src/grading/export/cell-words.js"
import { canvasShape, canvasTable } from "../../../src/grading/export/tables/canvas.js"
import { classShape, classTable } from "../../../src/grading/export/tables/class.js"
import { moodleShape, moodleTable } from "../../../src/grading/export/tables/moodle.js"
import type { Shape, Table } from "../../../src/grading/export/tables/table.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { anyText, anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

// A property is tried on many gradebooks, also on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const SHEETS: [string, Shape, (view: GradebookView) => Table][] = [
  ["class", classShape, classTable],
  ["moodle", moodleShape, moodleTable],
  ["canvas", canvasShape, canvasTable],
]

describe("text in a cell", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(anyText, (text) => fromCsvText(toCsvText(text)) === text && fromCellText(toCellText(text)) === text),
    )
  })

  it("never begins as a formula does, in no part that another separator would cut", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const part of toCsvText(text).split(/[;\t\n]/)) expect(part).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]/)
      }),
    )
  })

  it("holds nothing that acts on a terminal", () => {
    expect(toCsvText("\u001b[2J\u202egpj\r\nx")).toBe("\\x1b[2J\\u202egpj\\x0d\nx")
  })

  it("of everyday names stays as it is", () => {
    for (const name of ["Gerard 't Hooft", "'t Hooft", "Anna-Lena", "O'Neill, Jr.", "الخوارزمي"])
      expect(toCsvText(name)).toBe(name)
  })
})

describe.each(SHEETS)("the sheet for %s", (_name, shape, tableOf) => {
  it("read back is the sheet that was written, whatever it holds", () => {
    fc.assert(
      fc.property(anyView, fc.boolean(), (view, bom) => {
        const table = tableOf(view)
        const { lines, ...read } = parseCsv(renderCsv(table, { bom }), shape)
        expect(read).toEqual(table)
        expect(lines).toHaveLength(table.rows.length)
      }),
      { numRuns: 30 },
    )
  })
})

describe("a class for Moodle", () => {
  const view = sampleView()
  const totals = (shown: GradebookView): unknown[] => {
    const { columns, rows } = moodleTable(shown)
    return rows.map((row) => row[columns.findIndex(({ title }) => title === "Total")])
  }

  it("has a total for whom all was seen, and none where a part was not", () => {
    const seen = view.students.filter(({ blocks }) => isComplete(blocks))
    expect(seen.length).toBeGreaterThan(0)
    expect(totals({ ...view, students: seen })).toEqual(seen.map(({ total }) => total.earned))
    const cut = seen.map((row) => ({
      ...row,
      blocks: row.blocks.map((cell, index) => (index === 0 ? { ...cell, state: "unobserved" as const } : cell)),
    }))
    expect(totals({ ...view, students: cut })).toEqual(seen.map(() => undefined))
  })
})

describe("a class as CSV", () => {
  it("begins with a byte order mark for Excel and has the reason where the points are", () => {
    const text = renderCsv(classTable(sampleView()), { bom: true })
    expect(text).toMatch(
      /^\ufeffid,name,email,group,track,block1: points,block1: possible,block1: state,block1: reason,/,
    )
    expect(text).toContain('9.5,10,overridden,"Set to 9.5 by m.weber on 2026-06-28: Shown in person')
  })

  it("gives no zero to a student who was not observed", () => {
    const { columns, rows } = classTable(sampleView())
    const off = rows.find((row) => row[0] === "s008")
    expect(off?.[columns.findIndex(({ title }) => title === "block1: points")]).toBeUndefined()
    expect(off?.[columns.findIndex(({ title }) => title === "block1: reason")]).toMatch(/refuses the connection/)
    for (const sum of ["total points", "total possible", "percent"])
      expect(off?.[columns.findIndex(({ title }) => title === sum)], sum).toBeUndefined()
  })

  it("is read with the semicolons and decimal commas of a German spreadsheet", () => {
    const { rows } = parseCsv('\ufeffid;block1: points;block1: reason\r\ns1;12,5;"a, b"\r\n', classShape)
    expect(rows).toEqual([["s1", 12.5, "a, b"]])
  })

  it.each([
    ['id,block1: points\ns1,"two\nlines"\ns2,1\n', /Line 2, column "block1: points": "two/],
    ['id,name\ns1,"a\nb"\ns2,x,y\n', /no valid CSV.*(line 4|line 3)/i],
    ["id,block1: points\ns1,1\ns2,twelve\n", /Line 3, column "block1: points": "twelve" is no number/],
    ["id,block1: points\ns1,=1+1\n", /"'=1\+1" is no number/],
    ["id,id\n", /Line 1 has two columns called "id"/],
    ["", /The file is empty/],
    ['id,"name\n', /no valid CSV/],
  ])("%j is refused with its place", (text, message) => {
    expect(() => parseCsv(text, classShape)).toThrow(message)
  })
})
