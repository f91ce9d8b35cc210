import type { GradebookView } from "../model.js"
import { chooseBlocks } from "./choose-blocks.js"
import { compareDocuments } from "./compare-documents.js"
import { compareTables, type Difference } from "./compare-tables.js"
import type { Imported } from "./import-gradebook.js"
import { canvasTable } from "./tables/canvas.js"
import { classTable } from "./tables/class.js"
import { moodleTable } from "./tables/moodle.js"
import type { Table } from "./tables/table.js"
import { workbookTables } from "./xlsx.js"

/** The blocks whose points a file holds. */
export function importedBlocks(imported: Imported): string[] {
  if (imported.format === "json") return imported.view.blocks.map(({ id }) => id)
  return [...new Set(imported.tables.flatMap(({ columns }) => columns.flatMap(({ scope }) => scope ?? [])))]
}

/**
 * All differences between an import and the gradebook; none proves that they are equal. The order of rows does not count, nor when the
 * gradebook was looked at, nor blocks of which the file holds nothing.
 */
export function compareGradebook(imported: Imported, whole: GradebookView): Difference[] {
  const blocks = importedBlocks(imported)
  const view = chooseBlocks(
    whole,
    blocks.filter((id) => whole.blocks.some((block) => block.id === id)),
  )
  if (imported.format === "json") return compareDocuments(imported.view, view)
  return tablesOf(imported.format, view).flatMap((table) => {
    const read = imported.tables.find(({ name }) => name === table.name)
    return read ? compareTables(read, table) : [missingSheet(table)]
  })
}

function tablesOf(format: Exclude<Imported["format"], "json">, view: GradebookView): Table[] {
  if (format === "xlsx") return workbookTables(view)
  return [format === "csv" ? classTable(view) : format === "moodle" ? moodleTable(view) : canvasTable(view)]
}

function missingSheet({ name }: Table): Difference {
  return { sheet: name, row: "the sheet", line: undefined, column: "all", file: undefined, gradebook: "a sheet" }
}
