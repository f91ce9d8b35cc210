import type { GradebookView } from "../model.js"
import { fileNames } from "./file-names.js"
import type { Table } from "./tables/table.js"

/** What a gradebook can be exported as. */
export const EXPORT_FORMATS = ["csv", "xlsx", "moodle", "canvas", "json", "junit", "html"] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Formats that are several files in a folder. */
export const FOLDER_FORMATS: readonly ExportFormat[] = ["junit", "html"]

/** One file of an export; `path` is relative, with slashes, and stays below the folder. */
export interface ExportFile {
  readonly path: string
  /** In pieces, since a class can be long. */
  readonly content: Iterable<string | Uint8Array>
}

/** Renders a gradebook; each file is made when it is asked for. Loads only what the format needs. */
export function exportGradebook(view: GradebookView, format: ExportFormat): AsyncGenerator<ExportFile> {
  return RENDERERS[format](view)
}

const RENDERERS: Readonly<Record<ExportFormat, (view: GradebookView) => AsyncGenerator<ExportFile>>> = {
  async *csv(view) {
    yield await csvFile("gradebook.csv", (await import("./tables/class.js")).classTable(view), { bom: true })
  },
  // Moodle and Canvas take UTF-8 as it is.
  async *moodle(view) {
    yield await csvFile("moodle.csv", (await import("./tables/moodle.js")).moodleTable(view), { bom: false })
  },
  async *canvas(view) {
    yield await csvFile("canvas.csv", (await import("./tables/canvas.js")).canvasTable(view), { bom: false })
  },
  async *xlsx(view) {
    const { renderXlsx, workbookTables } = await import("./xlsx.js")
    yield { path: "gradebook.xlsx", content: [await renderXlsx(workbookTables(view))] }
  },
  async *json(view) {
    yield { path: "gradebook.json", content: (await import("./json.js")).renderJson(view) }
  },
  junit,
  html,
}

async function csvFile(path: string, table: Table, options: { readonly bom: boolean }): Promise<ExportFile> {
  const { renderCsv } = await import("./csv.js")
  return { path, content: [renderCsv(table, options)] }
}

async function* junit(view: GradebookView): AsyncGenerator<ExportFile> {
  const { renderStudentJunit } = await import("./junit.js")
  const names = namesOf(view)
  for (const row of view.students)
    yield { path: `${names.get(row.student.id)}.xml`, content: [renderStudentJunit(row, view)] }
}

async function* html(view: GradebookView): AsyncGenerator<ExportFile> {
  const [{ renderClassPage }, { renderStudentPage }] = await Promise.all([
    import("./html/class-page.js"),
    import("./html/student-page.js"),
  ])
  const names = namesOf(view)
  const linkOf = (id: string): string => `students/${names.get(id)}.html`
  yield { path: "index.html", content: [renderClassPage(view, linkOf)] }
  for (const row of view.students) yield { path: linkOf(row.student.id), content: [renderStudentPage(row, view)] }
}

function namesOf({ students }: GradebookView): Map<string, string> {
  return fileNames(students.map(({ student }) => student.id))
}
