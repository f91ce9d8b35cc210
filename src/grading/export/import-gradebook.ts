import { CourseError } from "../../errors/course-error.js"
import type { GradebookView } from "../model.js"
import type { ExportFormat } from "./export-gradebook.js"
import { capBytes } from "./limits.js"
import type { ReadTable } from "./tables/table.js"

/** What can be read back. */
export const IMPORT_FORMATS = ["csv", "xlsx", "moodle", "canvas", "json"] as const satisfies readonly ExportFormat[]
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** An export that was read: the whole gradebook, or the sheets that the format holds. */
export type Imported =
  | { readonly format: "json"; readonly view: GradebookView }
  | { readonly format: Exclude<ImportFormat, "json">; readonly tables: readonly ReadTable[] }

/** Reads an export back. @throws CourseError COURSE_FILE_UNREADABLE with line and column */
export async function importGradebook(format: ImportFormat, bytes: Uint8Array): Promise<Imported> {
  capBytes(bytes.length)
  switch (format) {
    case "json":
      return { format, view: (await import("./json.js")).parseJson(textOf(bytes)) }
    case "xlsx":
      return { format, tables: await (await import("./xlsx.js")).parseXlsx(bytes) }
    default: {
      const { parseCsv } = await import("./csv.js")
      return { format, tables: [parseCsv(textOf(bytes), await shapeOf(format))] }
    }
  }
}

/** Which format a file has, by its content. @throws CourseError COURSE_FILE_UNREADABLE */
export async function guessFormat(bytes: Uint8Array): Promise<ImportFormat> {
  capBytes(bytes.length)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return "xlsx"
  const text = textOf(bytes)
  if (text.trimStart().startsWith("{")) return "json"
  const titles = (await import("./csv.js")).titlesOf(text)
  if (titles.includes("SIS User ID")) return "canvas"
  if (titles.includes("ID number")) return "moodle"
  if (titles.includes("id")) return "csv"
  throw new CourseError("COURSE_FILE_UNREADABLE", "The first line has none of the columns that our exports have.", {
    hint: "Name a file that `course gradebook export` wrote; the first line has to stay as it is.",
  })
}

async function shapeOf(format: "csv" | "moodle" | "canvas") {
  if (format === "moodle") return (await import("./tables/moodle.js")).moodleShape
  if (format === "canvas") return (await import("./tables/canvas.js")).canvasShape
  return (await import("./tables/class.js")).classShape
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", "The file is not in UTF-8.", {
      hint: 'Save it again as "CSV UTF-8", so that names keep their letters.',
      cause,
    })
  }
}
