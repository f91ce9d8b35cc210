import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PDFDocument, StandardFonts } from "pdf-lib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { course } from "../../helpers/course-cli.js"

describe("topics and reports of the Projektbericht", () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "course-proposals-"))
    writeFileSync(join(folder, "class.csv"), "id,name,dev_host,prod_host\ns1,Ada,192.0.2.1,-\ns2,Bob,192.0.2.2,-\n")
    writeFileSync(
      join(folder, "PROPOSAL.md"),
      "# Rate limits per API key\n\nAcceptance: the 31st request is refused.\n",
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const submit = (student: string, ...more: string[]) =>
    course([
      ...["proposal", "submit", student, "--block", "8", "--category", "security"],
      ...["--file", join(folder, "PROPOSAL.md"), "--roster", join(folder, "class.csv"), ...more],
    ])
  const on = (...words: string[]) => course([...words, "--gradebook", folder])

  it("are registered, decided and held against the report", { timeout: 180_000 }, async () => {
    expect(await submit("s1")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^s1-1 +submitted/) as string,
    })
    const second = await submit("s2", "--title", "The rate limits, per API-key")
    expect(second).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("s1 has this topic of block8 already") as string,
    })
    expect((await on("proposal", "approve", "s1")).stdout).toMatch(/^s1-1 +approved/)
    const { stdout } = await on("proposal", "list", "--json")
    expect(JSON.parse(stdout)).toMatchObject({ proposals: [{ id: "s1-1", block: "block8", state: "approved" }] })

    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Helvetica)
    for (const heading of [
      "Block 8: Inhalt",
      "Umsetzung",
      "Probleme",
      "Fazit und Ausblick",
      ...Array<string>(7).fill(""),
    ]) {
      const page = document.addPage()
      page.drawText(heading, { x: 50, y: 700, size: 20, font })
      page.drawText("Der Snapshot: https://cloud.example/s/abc, Tag v1.0.0, und mehr Text.", {
        x: 50,
        y: 650,
        size: 10,
        font,
      })
    }
    const file = join(folder, "s1.pdf")
    writeFileSync(file, await document.save())
    expect(await on("gradebook", "report", "s1", file, "--ects", "5")).toMatchObject({ exitCode: 0 })
    const long = await on("gradebook", "report", "s1", file, "--ects", "9")
    expect(long).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("11 pages; 18 to 20 are asked for.") as string,
    })
    expect(await on("gradebook", "report", "s1", file)).toMatchObject({ exitCode: 2 })
  })
})
