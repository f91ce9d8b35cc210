import { deflateRawSync } from "node:zlib"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import writeXlsxFile from "write-excel-file/node"
import { parseXlsx, renderXlsx, workbookTables } from "../../../src/grading/export/xlsx.js"
import { fitSheet } from "../../../src/grading/export/xlsx-text.js"
import { capUnpacked } from "../../../src/grading/export/zip-cap.js"
import { anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

// A property is tried on many gradebooks, also on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

describe("a workbook", () => {
  it("read back has the tables that were written, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(anyView, async (view) => {
        const tables = workbookTables(view)
        const read = await parseXlsx(await renderXlsx(tables))
        expect(read.map(({ lines: _lines, ...table }) => table)).toEqual(tables)
      }),
      { numRuns: 10 },
    )
  })

  it("has the sheets of a class, and points as numbers", async () => {
    const read = await parseXlsx(await renderXlsx(workbookTables(sampleView())))
    expect(read.map(({ name }) => name)).toEqual(["Class", "Checks", "History", "Rubric", "Policy"])
    const [sheet] = read
    expect(sheet?.rows[3]?.[sheet.columns.findIndex(({ title }) => title === "block2: points")]).toBe(9.5)
    expect(sheet?.lines[0]).toBe(2)
  })

  it("cuts a text that no cell of Excel holds, and says so", () => {
    const [table] = workbookTables(sampleView({ students: 1 }))
    if (!table) throw new Error("there is no table")
    const row = table.columns.map(() => "_x0041_".repeat(10_000))
    expect(fitSheet({ ...table, rows: [row] }).rows[0]?.[0]).toMatch(/^_x0041_.*the whole text is in the JSON export/)
  })

  it("with a word for points is refused with its place", async () => {
    const bytes = await writeXlsxFile([
      {
        sheet: "Class",
        data: [
          ["id", "block1: points"],
          ["s1", "twelve"],
        ],
      },
    ]).toBuffer()
    await expect(parseXlsx(bytes)).rejects.toThrow(
      'Sheet "Class", row 2, column "block1: points": "twelve" is no number.',
    )
  })

  it("without the sheet of the class, or that is none at all, is refused", async () => {
    const other = await writeXlsxFile([{ sheet: "Other", data: [["id"]] }]).toBuffer()
    await expect(parseXlsx(other)).rejects.toThrow('no sheet "Class"')
    await expect(parseXlsx(Buffer.from("PK\u0003\u0004 and more"))).rejects.toThrow("no workbook")
    await expect(parseXlsx(new Uint8Array())).rejects.toThrow("no workbook")
  })

  it("that would unpack to more than a gradebook is refused, whatever size it states", () => {
    const megabyte = deflateRawSync(Buffer.alloc(1024 * 1024))
    const file = zipOf(Array.from({ length: 5 }, () => megabyte))
    expect(() => capUnpacked(file, 4 * 1024 * 1024)).toThrow("too big to be a gradebook")
    expect(() => capUnpacked(file, 5 * 1024 * 1024)).not.toThrow()
  })
})

/** A ZIP file whose entries state that they hold one byte. */
function zipOf(entries: readonly Buffer[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const data of entries) {
    const local = Buffer.alloc(31)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(1, 22)
    local.writeUInt16LE(1, 26)
    local.write("a", 30)
    const entry = Buffer.alloc(47)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(1, 24)
    entry.writeUInt16LE(1, 28)
    entry.writeUInt32LE(offset, 42)
    entry.write("a", 46)
    files.push(local, data)
    directory.push(entry)
    offset += local.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}
