import fc from "fast-check"
import { stringify } from "csv-stringify/sync"
import { describe, expect, it } from "vitest"
import { parseCsvTable } from "../../../src/inventory/roster/csv-table.js"

const cells = (text: string): (readonly string[])[] => parseCsvTable(text).records.map((record) => record.cells)

describe("a table in CSV", () => {
  it("is what was written, whatever the cells hold", { timeout: 60_000 }, () => {
    const cell = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom(...'a";,\t\r\n #\u202e\u05d0-=') }),
      fc.constantFrom("", '"', "=1+1", "\ufeff", "sep=;", "#", "ש,ל;ו\tם", "a\r\nb"),
    )
    const written = fc.record({
      header: fc.array(fc.string({ unit: fc.constantFrom(..."abc_"), minLength: 1, maxLength: 5 }), {
        minLength: 2,
        maxLength: 6,
      }),
      delimiter: fc.constantFrom(",", ";", "\t"),
      lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
      bom: fc.boolean(),
      quoted: fc.boolean(),
    })
    const table = written.chain((how) => {
      const row = fc.array(cell, { minLength: how.header.length, maxLength: how.header.length })
      return fc.array(row, { maxLength: 6 }).map((rows) => ({ ...how, rows }))
    })
    fc.assert(
      fc.property(table, ({ header, rows, delimiter, lineEnd, bom, quoted }) => {
        // A line end of another kind inside a cell is quoted by no writer that only knows its own.
        const text = stringify([header, ...rows], {
          delimiter,
          record_delimiter: lineEnd,
          bom,
          quoted,
          quoted_match: /[\r\n]/,
        })
        expect(cells(text)).toEqual([header, ...rows])
      }),
      { numRuns: 60 },
    )
  })

  it("knows its line of each record, also after cells that span lines", () => {
    const { records } = parseCsvTable('# remark\r\nid;name\r\n\r\na;"one\r\ntwo\nthree"\r\nb;x\n')
    expect(records.map(({ line }) => line)).toEqual([2, 3, 4, 7])
  })

  it("finds the separator by the header, outside of quotes", () => {
    expect(parseCsvTable('"a,b,c";d\n1;2\n').delimiter).toBe(";")
    expect(parseCsvTable("a\tb\n1\t2\n").delimiter).toBe("\t")
    expect(parseCsvTable("a\n1\n").delimiter).toBe(",")
  })

  it("takes the separator that Excel names", () => {
    expect(parseCsvTable('sep=;\nid;"a,b,c"\n1;2\n')).toMatchObject({
      delimiter: ";",
      records: [{ line: 2 }, { line: 3 }],
    })
  })

  it("reads remarks before the header as a spreadsheet leaves them", () => {
    const { preamble } = parseCsvTable('# default a: 1;;;\n"# default b: ""x"", y"\n\n#\nid;a;b\n')
    expect(preamble).toEqual([
      { line: 1, text: "default a: 1" },
      { line: 2, text: 'default b: "x", y' },
      { line: 4, text: "" },
    ])
  })

  it.each([
    ['id,name\na,"b\nc,d\n', 2, /never closed/],
    ['id,name\na,b\nc,"d"e\n', 3, /double quote/],
    ['id,name\na,b"c"\n', 2, /double quote/],
  ])("gives what was whole of %j, and says where it breaks off", (text, line, message) => {
    const { records, fault } = parseCsvTable(text)
    expect(records[0]?.cells).toEqual(["id", "name"])
    expect(fault).toMatchObject({ line, message: expect.stringMatching(message) as string })
  })
})
