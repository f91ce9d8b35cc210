import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse } from "csv-parse/sync"
import { guardHtml } from "../../../src/grading/export/cell-text.js"
import { fillWorksheet } from "../../../src/grading/export/worksheet/fill.js"
import { joinRaw, readCell, splitRaw, writeCell } from "../../../src/grading/export/worksheet/raw-csv.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { anyText, anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

const HEADER =
  'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"'

/** A worksheet as Moodle writes it. */
const sheet = (...rows: string[]): string => [HEADER, ...rows, ""].join("\r\n")

interface Row {
  id?: string
  name?: string
  number?: string
  email?: string
  grade?: string
  maximum?: string
  changeable?: string
}

function row({ id = "Participant 7", name = "", number = "", email = "", grade = "", ...more }: Row): string {
  const { maximum = "100.00", changeable = "Yes" } = more
  return `${id},"${name}","${number}",${writeCell(email)},"Submitted for grading - ",${grade},${maximum},${changeable},"Friday, 20 November 2026, 10:02 AM",-,`
}

const view: GradebookView = sampleView()
const [first] = view.students
const email = first?.student.email
if (!first || email === undefined) throw new Error("the sample has a student with an address")
function cellsOf(text: string, line: number): string[] {
  const rows: string[][] = parse(text, { bom: true })
  return rows[line] ?? []
}
const GRADE = 5
const FEEDBACK = 10

describe("a worksheet of Moodle's", () => {
  it("gets grades and feedback, and is otherwise the same byte for byte", () => {
    const given = sheet(row({ email, maximum: `${first.total.possible}.00` }), row({ name: "Nobody" }))
    const { text, filled } = fillWorksheet(given, view)
    expect(filled).toBe(1)
    const cells = cellsOf(text, 1)
    expect(cells[GRADE]).toBe(String(first.total.earned))
    expect(cells[FEEDBACK]).toMatch(/^Block \d: [\d.]+ of \d+ points\./)
    const lines = text.split("\r\n")
    expect([lines[0], lines[2], lines[3]]).toEqual([HEADER, row({ name: "Nobody" }), ""])
    expect(lines[1]).toContain(',"Submitted for grading - ",')
    expect(lines[1]).toContain(',Yes,"Friday, 20 November 2026, 10:02 AM",-,')
  })

  it("finds students by address, else by ID number, else by a name that only one has", () => {
    const { student } = first
    const by = (person: Row): number => fillWorksheet(sheet(row(person)), view).filled
    expect(by({ email: email.toUpperCase(), name: "Somebody Else" })).toBe(1)
    expect(by({ email: "other@example.org", number: student.id })).toBe(1)
    expect(by({ name: student.name.replaceAll('"', '""') })).toBe(1)
    expect(by({ name: "Somebody Else" })).toBe(0)
  })

  it("gives nobody's grade to two people of one name, and names them", () => {
    const twin = row({ name: first.student.name.replaceAll('"', '""') })
    const { filled, left, missing } = fillWorksheet(sheet(twin, twin), view)
    expect(filled).toBe(0)
    expect(left.map(({ line, who }) => [line, who])).toEqual([
      [2, first.student.name],
      [3, first.student.name],
    ])
    expect(missing.map(({ id }) => id)).toEqual(view.students.map(({ student }) => student.id))
  })

  it("makes of points the same part of the assignment's maximum, with its decimal sign", () => {
    const possible = first.total.possible
    const given = (maximum: string) => sheet(row({ email, maximum }))
    const scaled = fillWorksheet(given(`"${possible * 2},00"`), view)
    expect(scaled.scaled).toEqual({ from: possible, to: possible * 2 })
    const doubled = Math.round(first.total.earned * 200) / 100
    expect(cellsOf(scaled.text, 1)[GRADE]).toBe(String(doubled).replace(".", ","))
    const odd = fillWorksheet(given(`"${possible + 1},50"`), view)
    expect(cellsOf(odd.text, 1)[GRADE]).toMatch(/^\d+,\d{1,2}$/)
    expect(fillWorksheet(given(`${possible}.00`), view).scaled).toBeUndefined()
    expect(() => fillWorksheet(given("Pass"), view)).toThrow('Line 2: the assignment\'s maximum grade is "Pass"')
  })

  it("leaves a locked row, and the grade of who has no result", () => {
    const unseen: GradebookView = {
      ...view,
      students: [{ ...first, blocks: first.blocks.map((cell) => ({ ...cell, state: "none" as const })) }],
    }
    const given = sheet(row({ email, grade: "12.00" }))
    const { text, filled, left } = fillWorksheet(given, unseen)
    expect([filled, left.map(({ why }) => why), cellsOf(text, 1)[GRADE]]).toEqual([
      0,
      ["there is no result yet"],
      "12.00",
    ])
    expect(cellsOf(text, 1)[FEEDBACK]).toMatch(/^Block \d: not tried\./)
    const locked = sheet(row({ email, changeable: "No" }))
    expect(fillWorksheet(locked, view)).toMatchObject({ text: locked, filled: 0 })
  })

  it("gives no sum to whom nobody could see whole, and says so", () => {
    const [seen, ...others] = first.blocks
    if (!seen || others.length === 0) throw new Error("the sample has several blocks")
    const blocks = [{ ...seen, state: "unobserved" as const }, ...others]
    const given = sheet(row({ email, grade: "12.00" }))
    const { text, filled, left } = fillWorksheet(given, { ...view, students: [{ ...first, blocks }] })
    expect([filled, cellsOf(text, 1)[GRADE]]).toEqual([0, "12.00"])
    expect(left.map(({ why }) => why)).toEqual(["a part could not be observed, so the sum says too little"])
    expect(cellsOf(text, 1)[FEEDBACK]).toContain("not observed.")
  })

  it("is read in German, with a byte order mark and without ID numbers", () => {
    const given = `\ufeffID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\nTeilnehmer/in7,x,${email},-,,"100,00",Ja,-,`
    const { text, filled } = fillWorksheet(given, view)
    expect(filled).toBe(1)
    expect(text.startsWith("\ufeffID,")).toBe(true)
    expect(text.endsWith("\n")).toBe(false)
  })

  it("is refused when it is another file", () => {
    expect(() => fillWorksheet("name,points\na,1\n", view)).toThrow('The worksheet has no column "Identifier"')
    expect(() => fillWorksheet("", view)).toThrow("The worksheet is empty.")
    expect(() => fillWorksheet('Identifier,Grade\n"x', view)).toThrow("no valid CSV")
    expect(() => fillWorksheet('Identifier,Grade\n"x"y,1\n', view)).toThrow("no valid CSV")
  })

  it("writes every sign as an entity of those that follow a semicolon, also one that ends an entity", () => {
    expect(guardHtml("a;=1")).toBe("a;&#61;1")
    expect(guardHtml("&amp;++1+1")).toBe("&amp;&#43;&#43;1+1")
    expect(guardHtml("&amp;+ -1")).toBe("&amp;&#43; &#45;1")
    expect(guardHtml("&lt;&#39;=+1 of 2-1")).toBe("&lt;&#39;&#61;&#43;1 of 2-1")
  })

  it("holds nothing that a spreadsheet calculates or a browser runs, whatever the reasons say", () => {
    fc.assert(
      fc.property(anyView, (any) => {
        const given = sheet(
          ...any.students.map(({ student }) =>
            row({ email: student.email ?? "", number: student.id.replaceAll('"', '""') }),
          ),
        )
        if (splitRaw(given) === undefined) return
        const { text } = fillWorksheet(given, any)
        for (const [, ...cells] of splitRaw(text)?.entries() ?? []) {
          const feedback = readCell(cells[0]?.cells[FEEDBACK] ?? "")
          if (feedback === "Feedback comments") continue
          expect(feedback.replaceAll("<br>", "")).not.toContain("<")
          for (const part of feedback.split(/[;\t\n]/)) expect(part).not.toMatch(/^[\s']*[=+\-@\t\r＝＋－＠]/)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe("raw cells", () => {
  it("come back as they stood, and say what was written", () => {
    const cell = fc.oneof(
      anyText.map(writeCell),
      anyText.map((text) => `"${text.replaceAll('"', '""')}"`),
    )
    const end = fc.constantFrom("\n", "\r\n")
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), end), { minLength: 1 }), (rows) => {
        const text = rows.map(([cells, stop]) => cells.join(",") + stop).join("")
        expect(joinRaw(splitRaw(text) ?? [])).toBe(text)
      }),
    )
    fc.assert(
      fc.property(anyText, (text) => readCell(splitRaw(`${writeCell(text)},x\n`)?.[0]?.cells[0] ?? "") === text),
    )
  })

  it("are told the line on which their record begins", () => {
    expect(splitRaw('a,"b\nc"\nd\n')?.map(({ line }) => line)).toEqual([1, 3])
  })
})
