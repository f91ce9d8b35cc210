import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { chooseBlocks } from "../../../src/grading/export/choose-blocks.js"
import type { Difference } from "../../../src/grading/export/compare-tables.js"
import { compareGradebook } from "../../../src/grading/export/compare.js"
import { exportGradebook } from "../../../src/grading/export/export-gradebook.js"
import {
  guessFormat,
  IMPORT_FORMATS,
  importGradebook,
  type ImportFormat,
} from "../../../src/grading/export/import-gradebook.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

// A property is tried on many gradebooks, also on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

describe.each(IMPORT_FORMATS)("an export as %s", (format) => {
  it("read back equals the gradebook, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyView, async (view) => {
        expect(await differences(await bytesOf(view, format), view)).toEqual([])
      }),
      { numRuns: format === "xlsx" ? 2 : 10 },
    )
  })

  it("is known by its content", async () => {
    expect(await guessFormat(await bytesOf(sampleView(), format))).toBe(format)
  })

  it("of one block equals that block of the gradebook", async () => {
    const view = sampleView()
    expect(await differences(await bytesOf(chooseBlocks(view, ["block2"]), format), view)).toEqual([])
  })

  it("names the student and the block whose points differ", async () => {
    const view = sampleView()
    const found = await differences(await bytesOf(view, format), withPoints(view, "s002", "block3", 1))
    expect(found.map(({ row }) => row)).toContain("s002")
    expect(found.every(({ row }) => row === "s002")).toBe(true)
    expect(found.some(({ column }) => /block ?3/i.test(column))).toBe(true)
  })

  it("tells a student too many and one too few", async () => {
    const view = sampleView({ students: 4 })
    const less = { ...view, students: view.students.slice(1) }
    expect(
      (await differences(await bytesOf(view, format), less)).some(
        ({ row, gradebook }) => row.startsWith("s001") && gradebook === undefined,
      ),
    ).toBe(true)
    expect(
      (await differences(await bytesOf(less, format), view)).some(
        ({ row, file }) => row.startsWith("s001") && file === undefined,
      ),
    ).toBe(true)
  })
})

describe("a sheet changed by hand", () => {
  it("gives the line, the column, both values, and what could be an override", async () => {
    const view = sampleView()
    const text = new TextDecoder()
      .decode(await bytesOf(view, "csv"))
      .replace(
        "s002,Grace Hopper,s002@example.org,group B,typescript,9,",
        "s002,Grace Hopper,s002@example.org,group B,typescript,9.5,",
      )
    expect(await differences(Buffer.from(text), view)).toEqual([
      {
        sheet: "Class",
        row: "s002",
        line: 3,
        column: "block1: points",
        file: 9.5,
        gradebook: 9,
        override: { student: "s002", scope: "block1", points: 9.5 },
      },
    ])
  })

  it("of Canvas keeps its blocks under the titles that Canvas gives them", async () => {
    const view = sampleView()
    const text = new TextDecoder()
      .decode(await bytesOf(view, "canvas"))
      .replace("Block 1 (Virtual machines)", "Block 1 (Virtual machines) (4711)")
    expect(await differences(Buffer.from(text), view)).toEqual([])
  })

  it("in another order is equal; with a row twice it is not", async () => {
    const view = sampleView({ students: 3 })
    const [head = "", ...rows] = new TextDecoder()
      .decode(await bytesOf(view, "csv"))
      .trim()
      .split("\r\n")
    expect(await differences(Buffer.from([head, ...rows.toReversed()].join("\r\n")), view)).toEqual([])
    const [twice] = await differences(Buffer.from([head, ...rows, rows[0]].join("\r\n")), view)
    expect(twice).toMatchObject({ row: "s001", line: 5, file: "a second row" })
  })
})

describe("a file of another kind", () => {
  it.each([
    [Buffer.from([0x69, 0x64, 0x0a, 0xe4]), "not in UTF-8"],
    [Buffer.from("a,b\n1,2\n"), "none of the columns"],
  ])("%s is refused", async (bytes, message) => {
    await expect(guessFormat(bytes)).rejects.toThrow(message)
  })
})

async function differences(bytes: Uint8Array, view: GradebookView): Promise<Difference[]> {
  return compareGradebook(await importGradebook(await guessFormat(bytes), bytes), view)
}

async function bytesOf(view: GradebookView, format: ImportFormat): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const { content } of exportGradebook(view, format))
    for (const piece of content) parts.push(Buffer.from(piece))
  return Buffer.concat(parts)
}

function withPoints(view: GradebookView, student: string, block: string, earned: number): GradebookView {
  const students = view.students.map((row) =>
    row.student.id === student
      ? { ...row, blocks: row.blocks.map((cell) => (cell.block === block ? { ...cell, earned } : cell)) }
      : row,
  )
  return { ...view, students }
}
