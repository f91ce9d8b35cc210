import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PDFDocument, StandardFonts } from "pdf-lib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { checkReport, type ReportDemands } from "../../../src/grading/project-report/check-report.js"
import { readPdf } from "../../../src/grading/project-report/read-pdf.js"

const GERMAN = [
  "1 Block 8: Inhalt und Wahl",
  "2 Umsetzung: Methoden und Werkzeuge",
  "3 Probleme und ihre Lösung",
  "4 Stand, offene Punkte, nächste Schritte",
]
const ENGLISH = [
  "Chosen block and its content",
  "What was built",
  "Problems and their resolution",
  "What works, what is open, next steps",
]
const DEMANDS: ReportDemands = {
  excludedPages: 0,
  pages: [10, 12],
  proposal: { block: "block8", title: "Limits", state: "approved" },
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "course-report-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A report: one heading per page as long as there are any, then running text. */
async function report(
  headings: readonly string[],
  pages: number,
  body = "Der Snapshot liegt unter https://cloud.example/s/abc, Tag v1.0.0, Block 8.",
): Promise<string> {
  const document = await PDFDocument.create()
  const [regular, bold] = [
    await document.embedFont(StandardFonts.Helvetica),
    await document.embedFont(StandardFonts.HelveticaBold),
  ]
  for (let number = 0; number < pages; number++) {
    const page = document.addPage([595, 842])
    const heading = headings[number]
    if (heading !== undefined) page.drawText(heading, { x: 50, y: 780, size: 18, font: bold })
    for (let line = 0; line < 4 && body !== ""; line++)
      page.drawText(`${body} Nothing of this is a heading, not even problems.`, {
        x: 50,
        y: 740 - 20 * line,
        size: 9,
        font: regular,
      })
  }
  return save(`${headings.length}-${pages}-${body.length}.pdf`, await document.save())
}

function save(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const failed = async (file: string, demands: Partial<ReportDemands> = {}) =>
  checkReport(await readPdf(file), { ...DEMANDS, ...demands }).filter(({ ok }) => !ok)

describe("a report", () => {
  it.each([
    ["German", GERMAN],
    ["English", ENGLISH],
  ])("in %s with all parts lacks nothing", async (_language, headings) => {
    expect(await failed(await report(headings, 11))).toEqual([])
  })

  it("is told which parts have no heading: running text is none", async () => {
    const found = await failed(await report([GERMAN[0] ?? "", "2 Umsetzung .......... 4", "3 Probleme 7"], 11))
    expect(found.map(({ id }) => id)).toEqual(["built", "problems", "status"])
  })

  it("counts pages without those that are excluded", async () => {
    const file = await report(GERMAN, 14)
    expect(await failed(file)).toEqual([{ id: "pages", ok: false, message: "14 pages; 10 to 12 are asked for." }])
    expect(await failed(file, { excludedPages: 2 })).toEqual([])
  })

  it("needs an approved proposal, its block, a snapshot link and a tag", async () => {
    const file = await report(
      ["Ausgangslage", ...GERMAN.slice(1)],
      11,
      "Lang ist der Text, doch ohne Verweise auf etwas anderes.",
    )
    expect((await failed(file)).map(({ id, message }) => `${id}: ${message}`)).toEqual([
      'proposal: It names block 8 of the proposal "Limits" nowhere.',
      "snapshot: No link to a snapshot of the VM: a sentence about it with an https address.",
      "tag: No tag of the handed-in state, such as v1.0.0.",
    ])
    expect(await failed(file, { proposal: undefined })).toContainEqual({
      id: "proposal",
      ok: false,
      message: "The student has no proposal.",
    })
  })

  it("without text was scanned", async () => {
    const found = await failed(await report([], 11, ""))
    expect(found.find(({ id }) => id === "text")?.message).toContain("scanned")
  })
})

describe("a PDF that is no report", () => {
  it("is told as what it is: no PDF, damaged, cut off, missing, too large", async () => {
    await expect(readPdf(save("text.pdf", "Dear reader"))).rejects.toThrow("is no PDF")
    await expect(readPdf(save("broken.pdf", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog"))).rejects.toThrow("is damaged")
    await expect(readPdf(join(folder, "none.pdf"))).rejects.toMatchObject({ code: "COURSE_FILE_UNREADABLE" })
    const large = save("large.pdf", "%PDF-1.7\n")
    truncateSync(large, 10 * 1024 ** 3)
    await expect(readPdf(large)).rejects.toThrow("a report has at most")
  })

  it("is told to be encrypted", async () => {
    // The keys are of no matter: that a password is asked for shows before any of them is tried.
    const hex = "00".repeat(32)
    const body = `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >> endobj
4 0 obj << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${hex}> /U <${hex}> >> endobj
trailer << /Root 1 0 R /Size 5 /Encrypt 4 0 R /ID [<${"00".repeat(16)}> <${"00".repeat(16)}>] >>
%%EOF
`
    await expect(readPdf(save("locked.pdf", body))).rejects.toThrow("is encrypted")
  })

  it("with thousands of pages is counted and not read to its end", async () => {
    const document = await PDFDocument.create()
    for (let number = 0; number < 3000; number++) document.addPage([10, 10])
    expect(await readPdf(save("huge.pdf", await document.save()))).toMatchObject({ pages: 3000, cut: true })
  })

  it("that takes too long is given up", async () => {
    await expect(readPdf(await report(GERMAN, 11), { timeoutMs: 1 })).rejects.toThrow("cannot be read within")
  })
})
